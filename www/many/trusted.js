// The one worker, under Trusted Types. Where they are required, an address becomes a script only through a policy. This one
// lets a single address through, that of the script which is running anyway, and it can be made only once: a script that got
// in finds its name taken, and a text or another address is refused as before.

/** The name by which a host's `trusted-types` allows it. */
const NAME = 'header-verdict';

/**
 * @param {() => string} address  Where the worker's script is; asked when a worker is wanted.
 * @param {WorkerOptions} [options]
 * @returns {() => Worker}  Throws where a worker is refused.
 */
export function workerOf(address, options) {
  let own;
  let policy;
  try {
    policy = globalThis.trustedTypes?.createPolicy(NAME, {
      createScriptURL(url) {
        if (url !== own) throw new TypeError('not the script of this page');
        return url;
      },
    });
  } catch (error) {
    // A host that allows no policy has no worker, and the page goes on.
    return () => {
      throw error;
    };
  }
  return () => {
    own ??= address();
    return new Worker(policy ? policy.createScriptURL(own) : own, options);
  };
}
