/** How the card looks, light and dark. Its letters are those that a Debian with Chromium has; none is smaller than 22 px, 11 at half the size. */

export const cardStyle = `
:root {
  --paper: #ffffff; --panel: #f3f5f8; --line: #d5dae1; --ink: #12161c; --quiet: #525b68;
  --pass: #1b6e3c; --fail: #b42318; --open: #8f4a00; --none: #525b68; --news: var(--none);
}
[data-theme=dark] {
  --paper: #0e1217; --panel: #181e26; --line: #313a46; --ink: #f0f3f7; --quiet: #a3adba;
  --pass: #5fd08a; --fail: #ff8b7e; --open: #f3b35c; --none: #a3adba;
}
* { box-sizing: border-box; margin: 0; padding: 0; }
html, body { width: 1200px; height: 630px; overflow: hidden; background: var(--paper); }
body { color: var(--ink); font: 24px/1.35 "DejaVu Sans", Verdana, sans-serif; letter-spacing: -0.02em; text-rendering: geometricPrecision; }
main { width: 1200px; height: 630px; padding: 34px 44px 30px; display: flex; flex-direction: column; justify-content: space-between; border-top: 10px solid var(--level); }
h1, p, span, bdi, figcaption { overflow: hidden; text-overflow: ellipsis; }
.top { display: flex; gap: 40px; height: 290px; }
.who { flex: 1; min-width: 0; display: flex; flex-direction: column; justify-content: space-between; }
h1 { line-height: 1.15; white-space: nowrap; letter-spacing: -0.035em; }
header p { color: var(--quiet); line-height: 33px; white-space: nowrap; }
.level { display: flex; align-items: center; gap: 28px; }
.tile { flex: none; width: 136px; height: 136px; border-radius: 20px; background: var(--level); color: #fff; text-align: center; display: flex; flex-direction: column; justify-content: center; }
.tile small { font-size: 24px; line-height: 1; }
.tile strong { font-size: 90px; line-height: 1; }
.meaning { font-size: 30px; line-height: 1.25; max-height: 3.75em; }
figure { flex: none; width: 464px; height: 290px; border-radius: 14px; border: 2px solid var(--line); background: var(--panel); overflow: hidden; }
figure img { display: block; width: 100%; height: 100%; object-fit: cover; object-position: top; }
figure.none { display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 6px; color: var(--quiet); }
figure.none b { font-size: 120px; line-height: 1.1; color: var(--line); }
figcaption { font-size: 24px; }
.news { padding: 10px 22px; border-left: 8px solid var(--news); background: var(--panel); border-radius: 0 14px 14px 0; }
.news p { white-space: nowrap; line-height: 34px; }
.news .tall { white-space: normal; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
.news .tall bdi { overflow: visible; }
.news b { color: var(--ink); margin-right: 8px; }
.news .mend b { color: var(--news); }
.news.bad { --news: var(--fail); }
.news.open { --news: var(--open); }
.news.well { --news: var(--pass); }
ol { list-style: none; display: grid; grid-template-columns: repeat(7, 1fr); gap: 10px; }
li { --tone: var(--none); display: flex; flex-direction: column; align-items: center; padding: 10px 4px 6px; border-top: 6px solid var(--line); font-size: 22px; line-height: 28px; }
li b { font-weight: 700; letter-spacing: -0.05em; }
li span { color: var(--tone); }
li.climbed { border-top-color: var(--level); }
[data-theme=dark] li.climbed { border-top-color: var(--pass); }
li.pass { --tone: var(--pass); }
li.fail { --tone: var(--fail); }
li.unverified, li.declared { --tone: var(--open); }
svg { margin-bottom: 4px; fill: none; stroke: var(--tone); stroke-width: 2.6; stroke-linecap: round; stroke-linejoin: round; }
li.pass circle, li.fail circle { fill: var(--tone); }
li.pass path, li.fail path { stroke: var(--paper); stroke-width: 3.2; }
`;
