package ui

import (
	"context"
	"io"
	"testing"
)

// BenchmarkTable renders a list page's table: fifty rows of seven cells, stacked where there is little room.
func BenchmarkTable(b *testing.B) {
	p := TableProps{Caption: "Issues", Stack: true, FirstCellIsHeader: true, Head: Texts("Issue", "Area", "Theme",
		"Status", "Source", "Raised by", "Raised")}
	for range 50 {
		p.Rows = append(p.Rows, []Cell{
			LinkCell("Dark path behind the shops on Lower Bridge Street", "/issues/4"), TextCell("Castle"),
			TextCell("Lighting"),
			TagCell("Raised", Blue), TextCell("Community"), TextCell("Nia Pugh"), TextCell("22 November 2026"),
		})
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := Table(p).Render(context.Background(), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
