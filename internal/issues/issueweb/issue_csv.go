package issueweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

// issuesCSV is exactly the list that the address asks for, from its beginning to its end, as a file for spreadsheets.
func issuesCSV(c *serve.Call) error {
	const atOnce = 1000
	scope := policy.IssueScopeOf(c.Actor)
	_, filter := decodeFilter(c, c.Form)
	filter.After, filter.Before = issues.Cursor{}, issues.Cursor{}
	got, err := issuestore.ListIssuesForFile(c.Context(), c.Read, scope, filter, atOnce)
	if err != nil {
		return err
	}
	out := c.CSV("issues",
		"Issue", "Title", "Area", "Theme", "Source", "Status", "Responsible", "Visibility", "Raised", "Changed")
	for {
		for _, row := range got.Rows {
			_ = out.Write(csvRow(row))
		}
		out.Flush()
		if out.Error() != nil || got.Next.ID == 0 {
			return nil // all is written, or nobody reads any more
		}
		filter.After = got.Next
		if got, err = issuestore.ListIssuesForFile(c.Context(), c.Read, scope, filter, atOnce); err != nil {
			c.Broke(err)
		}
	}
}

func csvRow(row issues.IssueFileRow) []string {
	return []string{serve.IdText(row.ID), serve.CsvText(row.Title), serve.CsvText(row.Area), serve.CsvText(row.Theme), string(row.Source),
		string(row.State), row.Tier, string(row.Visibility), domain.DateOf(row.RaisedAt).String(),
		domain.DateOf(row.ChangedAt).String()}
}
