#!/usr/bin/env bash
# docs/grafana.json against Grafana's own types of a dashboard and of its panels, by the TypeScript compiler; both from npm.
set -euo pipefail
cd "$(dirname "$0")/../../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

npm install --prefix "$work" --silent --no-audit --no-fund --ignore-scripts @grafana/schema@13.2.3 typescript@5.9.3
node - docs/grafana.json > "$work/dashboard.ts" <<'EOF'
const raw = '@grafana/schema/dist/types/raw';
const board = JSON.parse(require('fs').readFileSync(process.argv[2]));
const kinds = { stat: 'Stat', timeseries: 'Time' };
console.log(`import type { Dashboard } from '${raw}/dashboard/x/types.gen';
import type * as Stat from '${raw}/composable/stat/panelcfg/x/types.gen';
import type * as Time from '${raw}/composable/timeseries/panelcfg/x/types.gen';
type Whole<T> = T extends string ? \`\${T}\` : T extends number | boolean | null | undefined ? T : { [K in keyof T]: Whole<T[K]> };
type Part<T> = T extends string ? \`\${T}\` : T extends number | boolean | null | undefined ? T : { [K in keyof T]?: Part<T[K]> };
export const dashboard: Whole<Dashboard> = ${JSON.stringify(board)};`);
for (const panel of board.panels.filter((each) => each.type !== 'row')) {
  const kind = kinds[panel.type];
  console.log(`export const options${panel.id}: Part<${kind}.Options> = ${JSON.stringify(panel.options)};`);
  const custom = panel.fieldConfig.defaults.custom;
  if (custom) {
    console.log(`export const field${panel.id}: Part<Time.FieldConfig> = ${JSON.stringify(custom)};`);
  }
}
EOF
"$work/node_modules/.bin/tsc" --noEmit --strict --skipLibCheck --moduleResolution node --target es2020 "$work/dashboard.ts"
echo "docs/grafana.json is what Grafana's types demand."
