/** The look of the shop. */
export const SHOP_STYLE: string = `
:root {
  --ground: light-dark(#f7f5ee, #121613);
  --surface: light-dark(#fffefa, #1b211d);
  --text: light-dark(#22302a, #e9ede6);
  --muted: light-dark(#5b6a61, #a4b1a8);
  --line: light-dark(#dfdccd, #354038);
  --accent: light-dark(#2c6a48, #8fd3ad);
  --on-accent: light-dark(#ffffff, #0e1d15);
  --soft: light-dark(#e7efe3, #24352b);
}
.top { border-bottom: 1px solid var(--line); background: var(--surface) }
.top .bar { display: flex; flex-wrap: wrap; align-items: center; gap: .6rem 1.5rem; padding: .8rem 0 }
.brand { font: 700 1.2rem/1 var(--serif); letter-spacing: -.01em }
.brand svg { width: 2rem; height: 2rem }
.top nav { flex: 1 }
h1, h2.big { font-family: var(--serif); font-weight: 700 }
h2.big { font-size: 1.5rem }
.hero { display: grid; grid-template-columns: 1.3fr 1fr; align-items: center; gap: 2rem; margin-bottom: 2.5rem; padding: clamp(1.5rem, 5vw, 3rem); border-radius: 1.2rem; background: var(--soft) }
.hero h1 { font-size: clamp(1.9rem, 5vw, 3rem) }
.hero p { max-width: 32rem }
.hero svg { width: 100%; max-height: 13rem }
.shelf { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: 1.3rem; margin: 0; padding: 0; list-style: none }
.shelf li { display: flex; flex-direction: column; overflow: hidden; border: 1px solid var(--line); border-radius: 1rem; background: var(--surface) }
.shelf .picture { padding: 1.2rem; background: light-dark(#f0ede0, #232b26) }
.shelf svg { height: 8.5rem; margin: 0 auto }
.shelf .text { display: flex; flex: 1; flex-direction: column; padding: 1rem 1.2rem 1.2rem }
.shelf h3 { margin: 0 0 .2rem; font-size: 1.1rem }
.shelf p { margin: 0; color: var(--muted) }
#recommended { margin-bottom: 2.5rem }
#recommended .off { margin: 0; padding: 1.1rem 1.3rem; border: 1px dashed var(--line); border-radius: 1rem; color: var(--muted) }
.buy { display: flex; align-items: center; justify-content: space-between; margin-top: auto; padding-top: 1rem }
.price { font-size: 1.15rem; font-weight: 700 }
.count { display: inline-block; min-width: 1.4rem; padding: 0 .35rem; border-radius: 1rem; background: var(--accent); color: var(--on-accent); font-size: .78rem; font-weight: 700; text-align: center }
.thumb { display: flex; align-items: center; gap: .9rem }
.thumb svg { width: 3.6rem; flex: none }
.quantity { display: flex; align-items: center; gap: .5rem }
.quantity input { width: 4.5rem }
tfoot th, tfoot td { font-size: 1.1rem; font-weight: 700 }
.till { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 1rem; margin-top: 1.5rem }
.till p { margin: 0 }
.order { margin: 0 0 1.2rem }
.order header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .2rem 1rem; margin-bottom: .8rem }
.order h2 { margin: 0 }
.order ul { margin: 0; padding: 0; list-style: none }
.order li { display: flex; justify-content: space-between; gap: 1rem; padding: .45rem 0; border-top: 1px solid var(--line) }
.order .sum { font-weight: 700 }
.priceform input { width: 7rem }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: 1rem; margin: 0 0 1.5rem }
.figures div { padding: 1rem 1.2rem; border: 1px solid var(--line); border-radius: .8rem; background: var(--surface) }
.figures dt { font-size: .875rem }
.figures dd { margin: 0; font: 700 1.7rem/1.2 var(--serif) }
@media (max-width: 45rem) {
  .hero { grid-template-columns: 1fr }
  .hero svg { display: none }
  .top nav { order: 3; flex-basis: 100%; margin: 0 -.7rem }
  .who { flex: 1; justify-content: end }
  .who.in { order: 2; flex-basis: 100%; justify-content: space-between }
  .cards tfoot { display: block }
  table.cards tfoot tr { display: flex; justify-content: space-between }
}
`
