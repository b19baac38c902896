package serve

import (
	"encoding/csv"
	"io"
	"log/slog"
	"net/http"

	"fourgates/internal/domain"
)

// CSV begins a file for spreadsheets with its head, and logs that the actor took it away.
func (c *Call) CSV(what string, head ...string) *csv.Writer {
	c.Exported(what)
	c.W.Header().Set("Content-Type", "text/csv; charset=utf-8")
	c.W.Header().Set("Content-Disposition", `attachment; filename="`+what+`.csv"`)
	_, _ = io.WriteString(c.W, "\ufeff") // by which spreadsheets know UTF-8
	out := csv.NewWriter(c.W)
	out.UseCRLF = true
	_ = out.Write(head)
	return out
}

// Broke ends a file that cannot be finished: one that broke off must not look whole.
func (c *Call) Broke(err error) {
	c.server.log.LogAttrs(c.Context(), slog.LevelError, "export broke off",
		slog.String("request", infoOf(c.Context()).id), slog.Any("err", err))
	panic(http.ErrAbortHandler)
}

// CSVText is text as domain.SheetText keeps it text.
func CSVText(s string) string { return domain.SheetText(s) }
