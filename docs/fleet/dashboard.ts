// The dashboard, built with Grafana's own SDK. `npm run fleet` writes it down beside this file.
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as grafana from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { DASHBOARD } from '../../src/fleet/dashboard/dashboard.js';
import type { Panel } from '../../src/fleet/dashboard/panel.js';
import { EXPERIMENT, series } from '../../src/fleet/series.js';

const SOURCE = { type: 'prometheus', uid: '$datasource' };
const VERDICTS = {
  '-1': { text: 'not ready', color: 'red', index: 0 },
  '0': { text: 'undecided', color: 'text', index: 1 },
  '1': { text: 'ready', color: 'green', index: 2 },
};

export function build(): grafana.Dashboard {
  const dashboard = new grafana.DashboardBuilder('labcoat')
    .uid('labcoat')
    .description('How far candidates diverge from their controls, and whether to switch.')
    .tags(['labcoat'])
    .tooltip(grafana.DashboardCursorSync.Crosshair)
    .refresh('1m')
    .time({ from: 'now-24h', to: 'now' })
    .withVariable(new grafana.DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'))
    .withVariable(
      new grafana.QueryVariableBuilder('experiment')
        .label('Experiment')
        .datasource(SOURCE)
        .query(`label_values(${series('calls')}, ${EXPERIMENT})`)
        .refresh(grafana.VariableRefresh.OnTimeRangeChanged)
        .multi(true)
        .includeAll(true)
        .allValue('.+'),
    );
  let id = 0;
  for (const { title, panels } of DASHBOARD) {
    dashboard.withRow(new grafana.RowBuilder(title).id(++id));
    for (const panel of panels) dashboard.withPanel(panelOf(panel).id(++id).span(panel.width).height(9));
  }
  return dashboard.build();
}

function panelOf(panel: Panel) {
  if (panel.kind === 'verdict') return verdictPanel(panel);
  if (panel.kind === 'table') return tablePanel(panel);
  const lines = new timeseries.PanelBuilder()
    .title(panel.title)
    .description(panel.description)
    .datasource(SOURCE)
    .unit(panel.unit)
    .fillOpacity(panel.isStacked === true ? 30 : 0)
    .spanNulls(false)
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi))
    .legend(
      new common.VizLegendOptionsBuilder()
        .showLegend(true)
        .placement(common.LegendPlacement.Bottom)
        .displayMode(common.LegendDisplayMode.List),
    );
  if (panel.isStacked === true)
    lines.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal));
  if (panel.isBounded === true) asBand(lines);
  for (const [index, query] of panel.queries.entries()) lines.withTarget(target(query, index).range());
  return lines;
}

/** The bounds are dashed, and lie behind what they are the bounds of. */
function asBand(lines: timeseries.PanelBuilder): void {
  const dashed = [
    { id: 'custom.lineStyle', value: { fill: 'dash', dash: [6, 6] } },
    { id: 'custom.lineWidth', value: 1 },
  ];
  lines.max(1).overrideByRegexp('.* (lower|upper)$', dashed);
}

function verdictPanel(panel: Panel) {
  const mappings = [{ type: grafana.MappingType.ValueToText, options: VERDICTS }] as grafana.ValueMapping[];
  const verdict = new stat.PanelBuilder()
    .title(panel.title)
    .description(panel.description)
    .datasource(SOURCE)
    .mappings(mappings)
    .colorMode(common.BigValueColorMode.Background)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false))
    .graphMode(common.BigValueGraphMode.None)
    .textMode(common.BigValueTextMode.ValueAndName);
  for (const [index, query] of panel.queries.entries()) verdict.withTarget(target(query, index).instant());
  return verdict;
}

function tablePanel(panel: Panel) {
  const rows = new table.PanelBuilder()
    .title(panel.title)
    .description(panel.description)
    .datasource(SOURCE)
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: { Time: true },
        renameByName: Object.fromEntries(
          panel.queries.map(({ legend }, index) => [`Value #${refOf(index)}`, legend]),
        ),
      },
    });
  for (const [index, query] of panel.queries.entries()) {
    rows.withTarget(target(query, index).instant().format(PromQueryFormat.Table));
    if (query.unit !== undefined) rows.overrideByName(query.legend, [{ id: 'unit', value: query.unit }]);
  }
  return rows;
}

function target({ expr, legend }: Panel['queries'][number], index: number): DataqueryBuilder {
  return new DataqueryBuilder().refId(refOf(index)).expr(expr).legendFormat(legend).datasource(SOURCE);
}

function refOf(index: number): string {
  return String.fromCharCode(65 + index);
}
