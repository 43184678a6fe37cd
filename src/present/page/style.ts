/** How the page looks: on screen in light and dark, narrow and wide, and on paper. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fcfbf9;--sheet:#fff;--ink:#1c2128;--quiet:#626a75;--hair:#e6e3dc;--fill:#f3f1ec;
--control:#8b94a1;--candidate:#2f66d0;--band:#2f66d026;--good:#1b7a4b;--good-fill:#e3f3ea;--bad:#b4282d;--bad-fill:#fbe6e5;--wait:#2f5fb8;--wait-fill:#e5edfa;
--noisy:#8a5a00;--noisy-fill:#fbf0d9;--focus:#2f66d0}
@media (prefers-color-scheme:dark){:root{--paper:#13161a;--sheet:#1a1e24;--ink:#e7e9ec;--quiet:#9aa3ae;--hair:#2d333b;--fill:#22272e;
--control:#7d8794;--candidate:#78a6ff;--band:#78a6ff2e;--good:#5fc98f;--good-fill:#16352a;--bad:#ff8e88;--bad-fill:#43201f;--wait:#8db4ff;--wait-fill:#1c2d4c;
--noisy:#e9b95a;--noisy-fill:#3a2d12;--focus:#8db4ff}}
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:1080px;padding:24px 24px 64px}
code{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.86em;overflow-wrap:anywhere;unicode-bidi:isolate}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:3px}
main:focus{outline:none}
.skip{position:absolute;left:-999px}.skip:focus{left:24px;top:8px;background:var(--sheet);padding:4px 12px;z-index:1}
.top{display:flex;justify-content:space-between;align-items:baseline;gap:24px;border-bottom:1px solid var(--hair);padding-bottom:12px}
.top h1{margin:0;font-size:1rem;font-weight:600}.top h1 span{font-weight:400;color:var(--quiet)}
.top p{margin:0;color:var(--quiet);font-size:.875rem}#lost{color:var(--bad);font-weight:600}
.contents{list-style:none;margin:20px 0 0;padding:0;border-bottom:1px solid var(--hair)}
.contents li{display:grid;grid-template-columns:minmax(260px,34%) 1fr;gap:4px 20px;padding:9px 0;border-top:1px solid var(--hair)}
.contents li:first-child{border-top:0}.contents li>*,.contents b{min-width:0;overflow-wrap:anywhere}
.contents p{margin:0}.contents a,.contents p{color:inherit;text-decoration:none;display:flex;justify-content:space-between;align-items:baseline;gap:12px}
.contents a:hover b{text-decoration:underline}
.contents li>span{color:var(--quiet);font-size:.9rem}
article{background:var(--sheet);border:1px solid var(--hair);border-radius:10px;margin:28px 0 0;padding:0 32px 28px;overflow:clip;scroll-margin-top:12px}
.head{margin:0 -32px;padding:26px 32px 24px;border-bottom:1px solid var(--hair);border-top:4px solid var(--tone)}
.ready{--tone:var(--good);--tone-fill:var(--good-fill)}.not-ready{--tone:var(--bad);--tone-fill:var(--bad-fill)}
.noisy{--tone:var(--noisy);--tone-fill:var(--noisy-fill)}.undecided{--tone:var(--wait);--tone-fill:var(--wait-fill)}
.head h2{margin:0;font-size:1.0625rem;font-weight:600;overflow-wrap:anywhere;display:flex;justify-content:space-between;gap:16px}
.owner{font-weight:400;color:var(--quiet)}
.answer{margin:10px 0 0;font-size:2.5rem;line-height:1.15;font-weight:650;letter-spacing:-.02em;color:var(--tone);display:flex;align-items:center;gap:6px 16px;flex-flow:row-reverse wrap;justify-content:flex-end}
.badge{display:inline-block;font-size:.75rem;line-height:1;font-weight:600;letter-spacing:.02em;color:var(--tone);background:var(--tone-fill);border-radius:99px;padding:5px 10px;white-space:nowrap}
.why{margin:6px 0 0;font-size:1.1875rem;line-height:1.45;max-width:44em;text-wrap:pretty}
.gist{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,400px);gap:8px 48px;align-items:end}.gist:has(.verdicts){grid-template-columns:1fr}
.ruler{display:block;width:100%;max-width:460px}
.verdicts{list-style:none;margin:14px 0 0;padding:0}.verdicts li{display:grid;grid-template-columns:1fr minmax(0,400px);gap:8px 48px;align-items:center;padding:10px 0;border-top:1px solid var(--hair)}
.progress{display:flex;gap:14px;align-items:center;margin:12px 0 0;color:var(--quiet);font-size:.9rem;flex-wrap:wrap}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(160px,1fr));gap:18px 20px;margin:22px 0 0}
.figures dt{font-size:.8125rem;color:var(--quiet);overflow-wrap:anywhere}
.figures dd{margin:0;font-size:1.3125rem;font-weight:600;letter-spacing:-.01em;line-height:1.3}
.figures small{display:block;font-size:.8125rem;font-weight:400;letter-spacing:0;color:var(--quiet)}
section{padding-top:26px}
h3{margin:0 0 10px;font-size:1rem;font-weight:600}
figure{margin:0}
figcaption{display:flex;flex-wrap:wrap;gap:6px 10px;align-items:center;color:var(--quiet);font-size:.8125rem;margin:4px 0 8px}
.key{display:inline-flex;align-items:center;gap:8px;margin-right:10px}.key::before{content:"";width:18px;height:10px}
.key-line::before{height:2px;background:var(--candidate)}.key-band::before{background:var(--band)}.key-dot::before{width:6px;height:6px;border:1.4px solid var(--bad);border-radius:50%}
svg{display:block;width:100%;height:auto;overflow:visible;font:12px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}
.grid{stroke:var(--hair)}.axis{stroke:var(--control);stroke-opacity:.6}
.tick{fill:var(--quiet)}.band{fill:var(--band)}.line{fill:none;stroke:var(--candidate);stroke-width:2;stroke-linejoin:round}
.now{fill:var(--candidate);stroke:var(--sheet);stroke-width:2}.dot{fill:var(--sheet);stroke:var(--bad);stroke-width:1.4}
.target{stroke:var(--ink);stroke-width:1.2;stroke-dasharray:5 3}.target-name{fill:var(--ink);font-weight:600}.proven{fill:var(--candidate);font-weight:600}
.mark{stroke:var(--quiet);stroke-width:1;stroke-opacity:.55}.mark-tripped,.mark-killed{stroke:var(--bad);stroke-opacity:1}.mark-name{fill:var(--quiet)}
.rate{fill:var(--control);fill-opacity:.35}
.bar.control{fill:var(--control)}.bar.candidate{fill:var(--candidate)}.quantile{stroke:var(--ink);stroke-width:1.4}.row-name{fill:var(--ink);font-size:13px;font-weight:600}
.good-zone{fill:var(--good-fill)}.whisker{stroke:var(--tone);stroke-width:5;stroke-linecap:round;stroke-opacity:.45}.estimate{fill:var(--tone);stroke:var(--sheet);stroke-width:1.5}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;padding:6px 16px 6px 0;vertical-align:baseline;border-bottom:1px solid var(--hair);font-weight:400}
th:last-child,td:last-child{padding-right:0}
tbody tr:last-child>*{border-bottom:0}
.scroll tbody th{min-width:8em}.scroll td:has(code){min-width:7em}
thead th{color:var(--quiet);font-size:.8125rem;padding-top:0;white-space:nowrap}
caption{text-align:left;color:var(--quiet);font-size:.8125rem;padding-bottom:4px}
.number{white-space:nowrap}.quiet{color:var(--quiet)}.note{color:var(--quiet);font-size:.875rem;margin:10px 0 0}
.numbers{max-width:620px;margin-top:4px}
.scroll{overflow-x:auto}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(340px,1fr));gap:16px 48px;align-items:start}
.counts td{width:1%;white-space:nowrap}.counts .number{text-align:right}
del,ins{text-decoration:none;border-radius:3px;padding:1px 1px;font-weight:600}
del{background:var(--fill);box-shadow:inset 0 -2px var(--control)}ins{background:var(--bad-fill);box-shadow:inset 0 -2px var(--bad)}
.tag{font-size:.75rem;color:var(--wait);background:var(--wait-fill);border-radius:4px;padding:1px 6px;white-space:nowrap}.tag.bad{color:var(--bad);background:var(--bad-fill)}
details>summary{cursor:pointer;color:var(--quiet);font-size:.875rem;padding:4px 0}
.shape{border-top:1px solid var(--hair)}.shape:last-of-type{border-bottom:1px solid var(--hair)}
.shape>summary{color:var(--ink);padding:9px 0;font-size:.9rem}.line{display:inline-grid;grid-template-columns:1fr auto;gap:2px 24px;width:calc(100% - 20px);vertical-align:top;align-items:baseline}.amount{color:var(--quiet);white-space:nowrap}
.shape p{margin:0 0 6px;font-size:.875rem}.shape .scroll{margin-bottom:14px}
.sides{table-layout:fixed}.sides thead th{width:30%}.sides thead th:last-child{width:10%}.sides .example th{color:var(--quiet);font-size:.8125rem;padding-top:12px}
.sides tbody:first-of-type .example th{padding-top:6px}
meter,progress{appearance:none;-webkit-appearance:none;width:84px;height:8px;border:0;border-radius:4px;background:var(--fill);overflow:hidden;vertical-align:middle;margin-right:8px}
progress{width:240px}
meter::-webkit-meter-bar{height:8px;border:0;border-radius:4px;background:var(--fill)}meter::-webkit-meter-optimum-value{background:var(--control);border-radius:4px}
meter::-moz-meter-bar{background:var(--control)}progress::-webkit-progress-bar{background:var(--fill)}progress::-webkit-progress-value{background:var(--tone);border-radius:4px}progress::-moz-progress-bar{background:var(--tone)}
.trail{list-style:none;margin:0;padding:0}.trail li{display:grid;grid-template-columns:170px 1fr;gap:4px 16px;padding:7px 0;border-bottom:1px solid var(--hair);font-size:.9rem}.trail li:last-child{border-bottom:0}
.trail p{margin:0}.trail time,.reason{color:var(--quiet)}
footer{color:var(--quiet);font-size:.8125rem;max-width:60em;margin-top:24px}
@media (max-width:720px){.line{grid-template-columns:1fr}.figures{grid-template-columns:1fr 1fr}.ruler{margin-top:10px}.gist,.verdicts li{grid-template-columns:1fr}body{padding:16px 12px 40px}article{padding:0 16px 20px}.head{margin:0 -16px;padding:20px 16px}.contents li,.trail li{grid-template-columns:1fr}.answer{font-size:2rem}.chart svg{min-width:640px}.sides{min-width:400px}.sides thead th{width:28%}.sides thead th:first-child{width:25%}.sides thead th:last-child{width:19%}.chart{overflow-x:auto}.columns{grid-template-columns:1fr}}
@media print{:root{color-scheme:light;--paper:#fff;--sheet:#fff;--ink:#000;--quiet:#555;--hair:#ccc;--fill:#eee;--control:#888;--candidate:#2456b8;--band:#2456b822;--good:#1b7a4b;--good-fill:#e3f3ea;--bad:#b4282d;--bad-fill:#fbe6e5;--wait:#2f5fb8;--wait-fill:#e5edfa;--noisy:#8a5a00;--noisy-fill:#fbf0d9}
html{font-size:11pt}body{max-width:none;padding:0}article{border:0;padding:0;break-before:page}nav+article,article:first-child{break-before:auto}.head{margin:0;padding:14px 0}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}section,figure,li,tr,.shape{break-inside:avoid}.scroll{overflow:visible}.skip,figure details{display:none}.figures{grid-template-columns:repeat(3,1fr)}.chart{overflow:visible}.chart svg,.sides{min-width:0}.gist{grid-template-columns:1fr 300px}.shape::details-content{content-visibility:visible;display:block}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`;
