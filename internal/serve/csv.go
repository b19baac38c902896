package serve

import (
	"encoding/csv"
	"io"
	"log/slog"
	"net/http"
	"strings"
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

// longestNumber is how many figures spreadsheets show as they are.
const longestNumber = 11

// CSVText keeps a spreadsheet from taking text for a formula, and from taking the figures of a telephone number or a
// reference for an amount: it would drop their first 0 and round their last ones. internal/sheets takes the sign off
// again.
func CSVText(s string) string {
	figures := s != "" && !strings.ContainsFunc(s, func(r rune) bool { return (r < '0' || r > '9') && r != ' ' })
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) ||
		figures && len(s) > 1 && (s[0] == '0' || len(s) > longestNumber) {
		return "'" + s
	}
	return s
}
