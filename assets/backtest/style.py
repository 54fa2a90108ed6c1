"""The look of the score card on a screen, on a phone and on paper."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light; --ink: #2a2521; --soft: #6a6057; --line: #ddd3c4; --paper: #fffdf9; }
* { box-sizing: border-box; }
body { margin: 0; background: #f7f2e9; color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .6rem; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.4rem 0 .4rem; }
h3 { font-size: 1.05rem; margin: .2rem 0; }
p, dd, li { max-width: 46rem; overflow-wrap: anywhere; }
.lead { font-size: 1.1rem; color: var(--soft); }
section, details { background: var(--paper); border: 1px solid var(--line); border-radius: .7rem;
  padding: 1rem; margin: .8rem 0; }
summary { cursor: pointer; font-weight: 600; }
.plots { display: flex; flex-wrap: wrap; gap: 1rem 2rem; align-items: flex-start; }
figure { margin: .4rem 0; flex: 1 1 320px; max-width: 520px; min-width: 0; }
figure svg { display: block; width: 100%; height: auto; }
figcaption { font-size: .85rem; color: var(--soft); }
.scroll { overflow-x: auto; margin: .8rem 0; }
.scroll:focus-visible, summary:focus-visible { outline: 2px solid #b4472e; outline-offset: 2px; }
table { border-collapse: collapse; font-size: .85rem; }
caption { text-align: left; color: var(--soft); padding: .2rem 0; }
th, td { text-align: left; padding: .3rem .7rem; border-bottom: 1px solid #eee6d9; }
thead th { font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 500; white-space: nowrap; }
.num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
code { font-size: .8rem; white-space: nowrap; }
dt { font-weight: 600; margin-top: .6rem; } dd { margin: 0; }
@media (max-width: 500px) { main { padding: 1rem .6rem 3rem; }
  section, details { padding: .8rem .7rem; } figure { flex-basis: 100%; } }
@media print { body { background: #fff; font-size: 11px; }
  section, details { border: 0; padding: 0; } code { white-space: normal; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  .scroll { overflow: visible; } table { font-size: 7.5px; } th, td { padding: .15rem .3rem; }
  .num, tbody th { white-space: normal; } figure { flex-basis: 200px; break-inside: avoid; }
  tr { break-inside: avoid; } h2, h3 { break-after: avoid; } }
"""
