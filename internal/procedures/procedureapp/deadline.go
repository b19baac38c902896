package procedureapp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/procedures"
)

// TellDeadlines tells the officers of each area which of its open deadlines fall on days that are closed from now on.
// They stay as they were set: whoever set one may set it anew.
func TellDeadlines(ctx context.Context, s *act.Step, list []procedures.Deadline) error {
	by := map[domain.AreaID][]string{}
	var areas []domain.AreaID
	for _, d := range list[:min(len(list), procedures.MostDeadlines)] {
		if !slices.Contains(areas, d.Area) {
			areas = append(areas, d.Area)
		}
		by[d.Area] = append(by[d.Area], d.Words())
	}
	for _, area := range areas {
		to, err := noticestore.AreaOfficers(ctx, s.Writer.Reader, area, s.Today())
		if err != nil {
			return err
		}
		if len(to) == 0 {
			continue
		}
		n := notices.Notice{Event: "deadlines on closed days", Area: area,
			Subject: domain.Counted(len(by[area]), "deadline falls", "deadlines fall") + " on days that are closed now",
			Body: "Offices are closed on these days from now on. The deadlines stay until somebody sets them anew: " +
				strings.Join(by[area], "; ") + ".",
			Link: fmt.Sprintf("/areas/%d/timeline", area)}
		noticestore.Tell(s.Writer, n, to, s.Now())
	}
	return nil
}
