package askapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/asks"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/domain"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/timelines/timelinestore"
)

// Climb tells the manager, and later the Executive Member, of asks that nobody has answered in time, each once, however
// often it is called (D12). The area's officers, who asked, and those asked are told with the manager. It returns how
// many notices it made.
func Climb(ctx context.Context, a *act.App) (made int, err error) {
	late, err := askstore.Overdue(ctx, a.Store.Reader, a.Today())
	if err != nil || len(late) == 0 {
		return 0, err
	}
	areas := make([]domain.AreaID, len(late))
	for i, k := range late {
		areas[i] = k.Area
	}
	working, err := timelinestore.CalendarsFor(ctx, a.Store.Reader, areas...)
	if err != nil {
		return 0, err
	}
	var due []domain.AskID
	for _, k := range late {
		if len(k.Climbs(a.Today(), working[k.Area])) > 0 {
			due = append(due, k.ID)
		}
	}
	return act.Each(ctx, a, "ask.climb", "ask", due, func(s *act.Step, id domain.AskID) (told int, err error) {
		k, err := askstore.ForUpdate(ctx, s.Writer, id, s.Today())
		if err != nil {
			return 0, err
		}
		ended, err := endOver(ctx, s, k)
		if err != nil || ended {
			return 0, err
		}
		for _, rung := range k.Climbs(s.Today(), working[k.Area]) {
			if err := climb(ctx, s, k, rung); err != nil {
				return told, err
			}
			told++
		}
		return told, nil
	})
}

// endOver ends an ask, instead of letting it climb, where what it is about ended before asks ended with that.
func endOver(ctx context.Context, s *act.Step, k asks.Ask) (bool, error) {
	if !k.Open() {
		return false, nil
	}
	ended, err := End(ctx, s, "ask", []int64{int64(k.ID)})
	return len(ended) > 0, err
}

func climb(ctx context.Context, s *act.Step, k asks.Ask, rung asks.Rung) error {
	to, err := rungPeople(ctx, s, k, rung)
	if err != nil {
		return err
	}
	if err := askstore.Climbed(ctx, s.Writer, k.ID, rung, s.Now()); err != nil {
		return err
	}
	record(s, k, fmt.Sprintf("%s overdue: told the %s. Asked of %s", word(k), rung, k.To), nil)
	return tell(ctx, s, k, "ask overdue", fmt.Sprintf("%s is overdue since %s, asked of %s", k.Kind, k.DueOn.Words(),
		k.To), k.InWords()+" "+k.Comes()+".", to)
}

// rungPeople lists who is told. Where a rung has nobody, the planning officers stand in.
func rungPeople(ctx context.Context, s *act.Step, k asks.Ask, rung asks.Rung) (to []notices.Recipient, err error) {
	if rung == asks.ToExecutive && k.Restricted { // whom the link would not let in
		return noticestore.PlanningOfficers(ctx, s.Writer.Reader, s.Today())
	}
	if rung == asks.ToExecutive {
		if to, err = askstore.ExecutiveMembers(ctx, s.Writer.Reader, s.Today()); err == nil && len(to) == 0 {
			to, err = noticestore.PlanningOfficers(ctx, s.Writer.Reader, s.Today())
		}
		return to, err
	}
	if k.Service != 0 {
		to, err = askstore.Managers(ctx, s.Writer.Reader, k.Service, k.Area, s.Today())
	}
	if err == nil && len(to) == 0 {
		to, err = noticestore.PlanningOfficers(ctx, s.Writer.Reader, s.Today())
	}
	if err != nil {
		return nil, err
	}
	officers, err := noticestore.AreaOfficers(ctx, s.Writer.Reader, k.Area, s.Today())
	if err != nil {
		return nil, err
	}
	to = append(append(to, officers...), notices.Recipient{Person: k.AskedBy, Name: k.AskedByName, Capacity: "asked"})
	if k.Way != asks.Here {
		return to, nil
	}
	asked, err := askedHere(ctx, s, k)
	return append(to, asked...), err
}
