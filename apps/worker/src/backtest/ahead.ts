/** The same, one ahead: the next is asked for before the present one is given. */
export async function* ahead<Item>(items: AsyncGenerator<Item>): AsyncGenerator<Item> {
  let next = items.next();
  // Whoever stops in between never asks for it: that it failed is then nobody's matter.
  next.catch(() => undefined);
  try {
    for (;;) {
      const step = await next;
      if (step.done === true) return;
      next = items.next();
      next.catch(() => undefined);
      yield step.value;
    }
  } finally {
    await items.return(undefined).catch(() => undefined);
  }
}
