package gsheets

// pageText holds the two pages. One that shows a tab loads itself again every two seconds; one with a field to type into
// does not, because that would take the text away.
const pageText = `
{{define "style"}}<style>
body{font:14px/1.4 system-ui,sans-serif;margin:0;color:#1f2937;background:#f9fafb}
header,main{padding:12px 16px}
header{background:#fff;border-bottom:1px solid #e5e7eb}
h1{font-size:17px;margin:0 0 4px}
nav a{display:inline-block;padding:4px 10px;margin:2px 2px 0 0;border:1px solid #e5e7eb;border-radius:6px;background:#fff;color:inherit;text-decoration:none}
nav a.here{background:#1d4ed8;color:#fff}
nav a.hidden{font-style:italic;color:#6b7280;background:#f3f4f6}
.grid{overflow:auto;max-height:80vh}
table{border-collapse:collapse;background:#fff}
td,th{border:1px solid #e5e7eb;padding:0;max-width:22em;white-space:nowrap;vertical-align:top}
td>a,td>span{display:block;min-width:3em;min-height:1.4em;padding:2px 6px;overflow:hidden;text-overflow:ellipsis;color:inherit;text-decoration:none}
td.n{text-align:right}
th{background:#f3f4f6;font-weight:normal;color:#6b7280;padding:2px 4px;position:sticky;top:0}
tbody th{left:0;top:auto}
tr.filtered td{opacity:.35}
tr.chosen th{background:#fde68a}
form{display:inline}
button{font:inherit;font-size:12px;padding:0 5px;border:1px solid #d1d5db;border-radius:4px;background:#fff;cursor:pointer}
small{color:#6b7280}
.bad{color:#b91c1c}
</style>{{end}}

{{define "list"}}<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>Spreadsheets</title>{{template "style"}}</head><body>
<header><h1>Spreadsheets of the emulator</h1><small>{{.Counts.Reads}} reads and {{.Counts.Writes}} writes by the API so far. Everything is gone when the emulator stops.</small></header>
<main>{{range .Docs}}<p><a href="{{.Link}}"><b>{{.Title}}</b></a> <small>{{.ID}}, version {{.Revision}}: {{range $i, $t := .Tabs}}{{if $i}}, {{end}}{{$t}}{{end}}</small></p>{{else}}<p>There is none yet.</p>{{end}}
{{range .Violations}}<p class="bad">{{.}}</p>{{end}}</main></body></html>{{end}}

{{define "tab"}}<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{{if not .Editing}}<meta http-equiv="refresh" content="2">{{end}}<title>{{.Tab}} - {{.Doc}}</title>{{template "style"}}</head><body>
{{$p := .}}
<header><h1><a href="/">All</a> / {{.Doc}}</h1>
<nav>{{range .Tabs}}<a href="{{.Link}}"{{if .Here}} class="here"{{else if .Hidden}} class="hidden"{{end}}>{{.Title}}{{if .Hidden}} (hidden){{end}}</a>{{end}}</nav>
<p><small>Version {{.Revision}}, {{.Height}} rows. {{if .Editing}}This page waits for you. <a href="{{.Stop}}">Back</a>{{else}}Click a cell to type into it, or to delete its row.{{end}}</small>
<form method="post" action="{{.Self}}"><input type="hidden" name="tab" value="{{.Tab}}"><input type="hidden" name="from" value="{{.From}}"><button name="do" value="undo" title="takes back the last change of anyone, leadsheet's too">Undo</button></form>
{{with .Before}}<a href="{{.}}">rows before</a>{{end}} {{with .After}}<a href="{{.}}">more rows</a>{{end}}</p></header>
<main><div class="grid"><table><thead><tr><th></th>{{range .Columns}}<th>{{.Letter}}
<form method="post" action="{{$p.Self}}"><input type="hidden" name="tab" value="{{$p.Tab}}"><input type="hidden" name="from" value="{{$p.From}}"><input type="hidden" name="col" value="{{.Index}}"><button name="do" value="ascending" title="sort the rows, A first">&#9650;</button><button name="do" value="descending" title="sort the rows, Z first">&#9660;</button></form></th>{{end}}</tr></thead>
<tbody>{{range .Rows}}{{$r := .}}<tr class="{{if .Filtered}}filtered {{end}}{{if .Chosen}}chosen{{end}}"><th>{{.Number}}{{if .Chosen}}
<form method="post" action="{{$p.Self}}"><input type="hidden" name="tab" value="{{$p.Tab}}"><input type="hidden" name="from" value="{{$p.From}}"><input type="hidden" name="row" value="{{.Index}}"><button name="do" value="insert">insert a row above</button> <button name="do" value="delete">delete the row</button></form>{{end}}</th>
{{- range .Cells}}<td{{if .Number}} class="n"{{end}}{{with .Style}} style="{{.}}"{{end}}{{with .Hint}} title="{{.}}"{{end}}>
{{- if .Editing}}<form method="post" action="{{$p.Self}}"><input type="hidden" name="tab" value="{{$p.Tab}}"><input type="hidden" name="from" value="{{$p.From}}"><input type="hidden" name="row" value="{{$r.Index}}"><input type="hidden" name="col" value="{{.Col}}"><input name="to" value="{{.Typed}}" autofocus><button name="do" value="edit">Save</button></form>
{{- else}}<a href="{{.Link}}">{{.Text}}</a>{{end}}</td>{{end}}</tr>
{{end}}</tbody></table></div></main></body></html>{{end}}
`
