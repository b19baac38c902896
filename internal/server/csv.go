package server

import (
	"encoding/csv"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"fourgates/internal/policy"
)

// csvFile begins a file for spreadsheets with its head, and logs that the actor took it away.
func (s *Server) csvFile(w http.ResponseWriter, r *http.Request, actor policy.Actor, what string, head ...string) *csv.Writer {
	s.log.InfoContext(r.Context(), "export", "request", infoOf(r.Context()).id, "actor", int64(actor.ID), "what", what)
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+what+`.csv"`)
	_, _ = io.WriteString(w, "\ufeff") // by which spreadsheets know UTF-8
	out := csv.NewWriter(w)
	out.UseCRLF = true
	_ = out.Write(head)
	return out
}

// csvBroke ends a file that cannot be finished: one that broke off must not look whole.
func (s *Server) csvBroke(r *http.Request, err error) {
	s.log.LogAttrs(r.Context(), slog.LevelError, "export broke off", slog.String("request", infoOf(r.Context()).id), slog.Any("err", err))
	panic(http.ErrAbortHandler)
}

// csvText keeps a spreadsheet from taking text for a formula.
func csvText(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
