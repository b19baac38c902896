package server

import (
	"encoding/csv"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// issuesCSV is exactly the list that the address asks for, from its beginning to its end, as a file for spreadsheets.
func (s *Server) issuesCSV(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	const atOnce = 1000
	scope := policy.IssueScopeOf(actor)
	_, filter := s.decodeFilter(r.Form, actor)
	filter.After, filter.Before = domain.Cursor{}, domain.Cursor{}
	got, err := s.read.ListIssues(r.Context(), scope, filter, atOnce)
	if err != nil {
		return err
	}
	s.log.InfoContext(r.Context(), "export", "request", infoOf(r.Context()).id, "actor", int64(actor.ID), "what", "issues")
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="issues.csv"`)
	_, _ = io.WriteString(w, "\ufeff") // by which spreadsheets know UTF-8
	out := csv.NewWriter(w)
	out.UseCRLF = true
	_ = out.Write([]string{"Issue", "Title", "Area", "Theme", "Source", "Status", "Responsible", "Visibility", "Raised", "Changed"})
	for {
		for _, row := range got.Rows {
			_ = out.Write(csvRow(row))
		}
		out.Flush()
		if out.Error() != nil || got.Next.ID == 0 {
			return nil // all is written, or nobody reads any more
		}
		filter.After = got.Next
		if got, err = s.read.ListIssues(r.Context(), scope, filter, atOnce); err != nil {
			s.log.LogAttrs(r.Context(), slog.LevelError, "export broke off", slog.String("request", infoOf(r.Context()).id), slog.Any("err", err))
			panic(http.ErrAbortHandler) // a file that broke off must not look whole
		}
	}
}

func csvRow(row domain.IssueRow) []string {
	return []string{strconv.FormatInt(int64(row.ID), 10), csvText(row.Title), csvText(row.Area), csvText(row.Theme), string(row.Source), string(row.State),
		row.Tier, string(row.Visibility), domain.DateOf(row.RaisedAt).String(), domain.DateOf(row.ChangedAt).String()}
}

// csvText keeps a spreadsheet from taking text for a formula.
func csvText(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
