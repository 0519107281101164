// What a person dropped, chose or pasted, as one flat list of what is to be read. What cannot be read stands in it with its reason.

/**
 * @typedef {object} Source
 * @property {string} name  Its path, folders and all, as the person knows it.
 * @property {Blob} [file]
 * @property {string} [failure]  Why there is nothing to read, as the engine names it.
 */

/** Files of one run. A folder of more is no mailbox, and the list itself would not fit. */
const MOST = 200_000;
/** Folders inside folders, and folders in all; a link can lead back up. */
const DEEPEST = 40;
const FOLDERS = 20_000;

/** What systems leave in every folder and archive: no mail, and nothing that a person put there. */
const LITTER = /(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini|__MACOSX(?:\/.*)?|\._[^/]*)$/i;

export const isLitter = (path) => LITTER.test(path);

/** In the order of their paths: what a folder gives first differs from system to system. */
const sorted = (sources) => sources.sort((one, other) => (one.name < other.name ? -1 : Number(one.name > other.name)));

/** The files of a field for files, or of a folder that was chosen in it. @returns {Source[]} */
export function chosen(files) {
  const all = Array.from(files, (file) => ({ name: file.webkitRelativePath || file.name, file })).filter(({ name }) => !isLitter(name));
  return bounded(sorted(all));
}

function bounded(sources) {
  return sources.length <= MOST ? sources : [...sources.slice(0, MOST), { name: '…', failure: 'too_large' }];
}

/**
 * What was dropped. It must be called while the event is handled, since nothing can be got out of it later.
 * @param {DataTransfer} transfer
 * @returns {Promise<Source[]>}
 */
export function dropped(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? null);
  // A picture out of another page, say, has a file and no entry.
  const files = items.map((item, at) => (entries[at] ? null : item.getAsFile()));
  return gather(entries, files);
}

async function gather(entries, files) {
  const found = files.filter(Boolean).map((file) => ({ name: file.name, file }));
  await walk(entries.filter(Boolean), found, 0, { folders: FOLDERS });
  return bounded(sorted(found));
}

async function walk(entries, found, depth, left) {
  for (const entry of entries) {
    if (found.length > MOST) return;
    const name = entry.fullPath.replace(/^\//, '');
    if (isLitter(name)) continue;
    try {
      if (entry.isFile) found.push({ name, file: await new Promise((done, refuse) => entry.file(done, refuse)) });
      else if (depth < DEEPEST && (left.folders -= 1) > 0) await walk(await inside(entry), found, depth + 1, left);
      else found.push({ name: `${name}/`, failure: 'unreadable' });
    } catch {
      found.push({ name: entry.isFile ? name : `${name}/`, failure: 'unreadable' });
    }
  }
}

/** The entries of a folder, which a browser gives a hundred at a time. */
async function inside(folder) {
  const reader = folder.createReader();
  const all = [];
  for (;;) {
    const some = await new Promise((done, refuse) => reader.readEntries(done, refuse));
    if (some.length === 0 || all.length > MOST) return all;
    all.push(...some);
  }
}
