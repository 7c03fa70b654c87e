(() => {
  const faults = [];
  const named = (one) => one.getAttribute('aria-label') || one.labels?.length || one.textContent.trim();
  for (const one of document.querySelectorAll('input, button, a')) {
    if (!named(one) && one.checkVisibility()) faults.push(`without a name: ${one.outerHTML}`);
  }
  for (const one of document.querySelectorAll('img:not([alt])')) faults.push(`without alt: ${one.outerHTML}`);
  if (document.querySelectorAll('h1').length !== 1) faults.push('there is not one h1');

  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const bright = (colour) => {
    const [red, green, blue] = numbers(colour).slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (one) => {
    const colour = getComputedStyle(one).backgroundColor;
    return (numbers(colour)[3] ?? 1) > 0 ? colour : one.parentElement ? ground(one.parentElement) : 'rgb(255, 255, 255)';
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !one.checkVisibility() || one.closest('svg, script, .hidden, .skip, button:disabled')) continue;
    const [low, high] = [bright(getComputedStyle(one).color), bright(ground(one))].sort((left, right) => left - right);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < 4.5) faults.push(`contrast ${contrast.toFixed(1)}: ${texts.currentNode.data.trim()}`);
  }
  return faults;
})()
