package server

import (
	"net/http"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// issuesCSV is exactly the list that the address asks for, from its beginning to its end, as a file for spreadsheets.
func (s *Server) issuesCSV(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	const atOnce = 1000
	scope := policy.IssueScopeOf(actor)
	_, filter := s.decodeFilter(r.Form, actor)
	filter.After, filter.Before = domain.Cursor{}, domain.Cursor{}
	got, err := s.read.ListIssuesForFile(r.Context(), scope, filter, atOnce)
	if err != nil {
		return err
	}
	out := s.csvFile(w, r, actor, "issues", "Issue", "Title", "Area", "Theme", "Source", "Status", "Responsible", "Visibility", "Raised", "Changed")
	for {
		for _, row := range got.Rows {
			_ = out.Write(csvRow(row))
		}
		out.Flush()
		if out.Error() != nil || got.Next.ID == 0 {
			return nil // all is written, or nobody reads any more
		}
		filter.After = got.Next
		if got, err = s.read.ListIssuesForFile(r.Context(), scope, filter, atOnce); err != nil {
			s.csvBroke(r, err)
		}
	}
}

func csvRow(row domain.IssueFileRow) []string {
	return []string{strconv.FormatInt(int64(row.ID), 10), csvText(row.Title), csvText(row.Area), csvText(row.Theme), string(row.Source), string(row.State),
		row.Tier, string(row.Visibility), domain.DateOf(row.RaisedAt).String(), domain.DateOf(row.ChangedAt).String()}
}
