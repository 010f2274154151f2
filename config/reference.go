package config

import "strings"

// Reference returns the configuration reference as Markdown, made of the table
// that the decoder uses.
func Reference() string {
	var b strings.Builder
	b.WriteString(referenceHead)
	b.WriteString("\n## Top level\n\n")
	table := deskTable()
	referenceTable(&b, "", table.keys)
	for _, k := range table.keys {
		referenceSection(&b, k.name, k)
	}
	b.WriteString(referenceTail)
	referenceTable(&b, "", calendarTable().keys)
	for _, k := range calendarTable().keys {
		referenceSection(&b, k.name, k)
	}
	return b.String()
}

const referenceHead = `# Configuration reference

This page is generated from the table of keys that the program decodes with.
` + "`quotient schema`" + ` prints the same as a JSON Schema (draft-07) for editors, and
` + "`quotient check desk.yaml`" + ` says everything that is wrong with a file, or else
[what can be quoted within its limits](#what-check-proves).

A desk file is YAML. Every value is read by its key, never by what it looks like:

- **Whole numbers** are written plainly: ` + "`10`" + `. Leading zeros, ` + "`_`" + `, exponents and ` + "`10.0`" + ` are refused,
  because readers of YAML disagree about them (` + "`010`" + ` is 8 to some and 10 to others).
- **Decimals** are read exactly, never through binary floating point. **Ratios** are decimals or percentages: ` + "`0.80`" + ` or ` + "`80%`" + `.
- **Durations** carry their unit: ` + "`250ms`, `5s`, `1m30s`" + `; **sizes** too: ` + "`64MiB`" + `.
- **Dates** are ` + "`2020-08-03`" + `, months ` + "`2020-08`" + `, instants ` + "`2020-08-03 09:00`" + `, all in Asia/Shanghai.
- **Yes or no** is ` + "`true`" + ` or ` + "`false`" + `. Any other word, ` + "`NO`" + ` and ` + "`on`" + ` too, is refused there, and is plain text elsewhere.
- Text that looks like a number needs quotes: ` + "`account: \"00123\"`" + `.
- A key may stand once; an unknown key is an error; anchors, aliases and tags are not read.

Blocks that hold **per contract** come twice: ` + "`defaults`" + ` for every contract, and ` + "`contracts`" + ` by symbol
for what is different. Where neither says anything the default below holds. **Limits have no default.**

A section marked *may be a file* can be written as ` + "`risk: {include: risk.yaml}`" + `. Files lie in the desk
file's folder or below it. Everything that was read is part of the configuration's hash.

## What check proves

A file passes ` + "`quotient check`" + ` when the gate lets through every quote that its other keys can lead to: for
continuous quotes and for answers, in every stance that ` + "`steering`" + ` can choose, at every row of a table
of tiers, in a stressed market where a grant relaxes the terms, with the largest skew that the position limits
allow and with prices rounded outward to whole ticks. A limit that is too tight for one of them is a problem that
names both keys, both values and the bound. For a file without problems it prints the figures, each line after
` + "`feasible:`" + `; ` + "`--json`" + ` has them under ` + "`feasible`" + `.

| column | says |
|---|---|
| DUTY | ` + "`quote`" + `: continuous quoting; ` + "`answer`" + `: to a request for quote; ` + "`own`" + `: no terms ask for it |
| STANCE | ` + "`normal`" + ` and ` + "`firm`" + `: as priced, within the terms; ` + "`duty`" + `: as wide as counts and as small; ` + "`wide`" + `, ` + "`out`" + `: stepped back; ` + "`stressed`" + `: while a grant relaxes the terms; ` + "`none`" + `: owed, and ` + "`quote: false`" + ` |
| BID | the prices for which the line holds: a row of the tiers, cut off where the limit in brackets refuses |
| WIDTH, COUNTS, GATE | ticks: of the quote; the widest that counts, at the first bid; the widest that the gate passes |
| REACH, COLLAR | ticks: the farthest of a price from fair value; how far the gate lets one lie from the middle of the book. What is left between them is how far fair value may lie from that middle |
| LOTS, LEAST, ORDER | of each side; the least that counts; what the gate passes |

A row with limits must pass from its first price to its last; the last row, and one figure for all prices, at
its first price: how far it reaches is told. Below the first row, and where a share of the price is less than a
tick, nothing counts. Then follow the positions at which a quote can still be replaced, while the old one and the
new one may both fill; and what the message windows leave when the one before is full: until every contract
is quoted, until every quote is cancelled one by one out of the reserve alone, and how many requests for quote
of one instant are answered in time. A desk that cannot answer its target's share of contracts at once, even from
an empty window, is refused.

It does not prove what no file says: where the market stands, what the exchange will refuse, how fast it answers.
`

const referenceTail = `
# Calendar files

CZCE and CFFEX are built in. ` + "`calendar.file`" + ` names another file of the same shape. A trading day is a weekday
that is not a holiday. Its night session is held on the evening of the trading day before it when the
two are adjacent days, or Friday and Monday, unless ` + "`no_night`" + ` says otherwise. A month is covered
when its year is listed and the hours of every contract held on its first trading day; a month that is not covered is refused.

`

// referenceSection writes a heading and a table for a section and those below it.
func referenceSection(b *strings.Builder, path string, k *key) {
	inner := k
	switch {
	case k.kind == kindList && k.elem.kind == kindSection:
		path, inner = path+"[]", k.elem
	case k.kind == kindMap && k.elem.kind == kindSection:
		path, inner = path+".NAME", k.elem
	case k.kind != kindSection:
		return
	}
	b.WriteString("\n## " + path + "\n\n")
	if k.doc != "" {
		b.WriteString(k.doc)
		if k.include {
			b.WriteString(" *May be a file.*")
		}
		b.WriteString("\n\n")
	}
	if k.name == "contracts" && k.kind == kindMap {
		b.WriteString("The same keys as in defaults.\n")
		return
	}
	referenceTable(b, path, inner.keys)
	for _, c := range inner.keys {
		referenceSection(b, path+"."+c.name, c)
	}
}

func referenceTable(b *strings.Builder, path string, keys []*key) {
	b.WriteString("| key | takes | default | |\n|---|---|---|---|\n")
	for _, k := range keys {
		b.WriteString("| `" + k.name + "` | " + k.takes() + " | " + k.defaultText() + " | " + strings.ReplaceAll(k.doc, "|", "\\|") + " |\n")
	}
}

// takes is allowed, shortened for a table.
func (k *key) takes() string {
	switch k.kind {
	case kindSection:
		return "section"
	case kindCode:
		return "a code"
	case kindList:
		if k.elem.kind != kindSection && k.elem.kind != kindList {
			return "list of: " + k.elem.takes()
		}
		return "list"
	case kindMap:
		if k.names == kindMonth {
			return "lists by month"
		}
		return "sections by name"
	}
	return k.allowed()
}

func (k *key) defaultText() string {
	switch {
	case k.def != "":
		return "`" + k.def + "`"
	case k.required:
		return "**required**"
	case k.must:
		return "**none: set it**"
	}
	return ""
}
