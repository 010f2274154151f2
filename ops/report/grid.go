package report

import (
	"bufio"
	"io"
	"strings"
	"unicode"
)

// A grid is a table of texts, aligned when it is written: the first columns to the
// left, figures to the right.
type grid struct {
	head  []string
	lines [][]string
	left  int // columns that stand to the left
}

// leftColumns are those of contract and day.
const leftColumns = 2

func (g *grid) add(contract, when string, figures []string) {
	g.lines = append(g.lines, append([]string{contract, when}, figures...))
}

// rule makes the next line a dash under everything.
func (g *grid) rule() { g.lines = append(g.lines, nil) }

// plain writes the lines without head and rule.
func (g *grid) plain(w *bufio.Writer) {
	widths := g.widths()
	for _, line := range g.lines {
		g.writeLine(w, line, widths)
	}
}

// widths are those of the columns; every line has as many as the widest.
func (g *grid) widths() []int {
	n := len(g.head)
	for _, line := range g.lines {
		n = max(n, len(line))
	}
	widths := make([]int, n)
	for _, line := range append([][]string{g.head}, g.lines...) {
		for i, cell := range line {
			widths[i] = max(widths[i], width(cell))
		}
	}
	return widths
}

func (g *grid) write(w *bufio.Writer) {
	widths := g.widths()
	whole := 2 * (len(widths) - 1)
	for _, n := range widths {
		whole += n
	}
	g.writeLine(w, g.head, widths)
	io.WriteString(w, strings.Repeat("─", whole)+"\n")
	for _, line := range g.lines {
		if line == nil {
			io.WriteString(w, strings.Repeat("─", whole)+"\n")
			continue
		}
		g.writeLine(w, line, widths)
	}
}

func (g *grid) writeLine(w *bufio.Writer, cells []string, widths []int) {
	var b strings.Builder
	for i, cell := range cells {
		pad := strings.Repeat(" ", widths[i]-width(cell))
		if i > 0 {
			b.WriteString("  ")
		}
		if i < g.left {
			b.WriteString(cell + pad)
		} else {
			b.WriteString(pad + cell)
		}
	}
	io.WriteString(w, strings.TrimRight(b.String(), " ")+"\n")
}

// width is how many columns of a terminal s takes: Chinese takes two a character.
func width(s string) (n int) {
	for _, ch := range s {
		switch {
		case unicode.Is(unicode.Mn, ch):
		case wide(ch):
			n += 2
		default:
			n++
		}
	}
	return n
}

// wide reports whether ch takes two columns (East Asian Width W and F, as far as
// a report can hold them).
func wide(ch rune) bool {
	return ch >= 0x1100 && ch <= 0x115f || ch >= 0x2e80 && ch <= 0x303e || ch >= 0x3041 && ch <= 0xa4cf ||
		ch >= 0xac00 && ch <= 0xd7a3 || ch >= 0xf900 && ch <= 0xfaff || ch >= 0xfe30 && ch <= 0xfe6f ||
		ch >= 0xff00 && ch <= 0xff60 || ch >= 0xffe0 && ch <= 0xffe6 || ch >= 0x20000 && ch <= 0x3fffd
}
