// What a help desk could do with the element: feed it from its tickets and keep a list of the answers.

const element = document.querySelector('header-verdict');
const judged = document.getElementById('judged');

for (const button of document.querySelectorAll('[data-ticket]')) {
  button.addEventListener('click', async () => {
    const response = await fetch(button.dataset.ticket);
    // The bytes as they are: a signature covers bytes, not a text that was decoded.
    await element.analyze(await response.blob());
  });
}

element.addEventListener('report', ({ detail: report }) => {
  if (report.input.kind === 'empty') return;
  const line = document.createElement('li');
  line.dataset.label = report.verdict.label;
  // As text: it can hold words of the message.
  line.textContent = `${report.summary.subject ?? 'No subject'}: ${report.verdict.headline.text}`;
  judged.prepend(line);
});

for (const select of document.querySelectorAll('select')) {
  select.addEventListener('change', () => {
    element[select.name] = select.value;
  });
}
