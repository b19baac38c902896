package calendarweb

import (
	"errors"

	"github.com/a-h/templ"

	"fourgates/internal/diaries/diarystore"
	"fourgates/internal/diaries/diaryweb"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/serve"
	"fourgates/internal/timelines/timelinestore"
)

// AttemptAside says what an open gate meets in the calendars of the area's councils from the day of its submission to
// the day by which decisions are due, and what stands there for eight weeks more: an election may change who is asked.
// At gate 1, which agrees the area and with it the cycle, it shows where the later gates fall. A closed gate meets
// nothing.
func AttemptAside(c *serve.Call, t gates.Attempt) (templ.Component, error) {
	if !t.Open() {
		return nil, nil
	}
	in, err := diarystore.AreaCalendar(c.Context(), c.Read, t.Area, domain.DateOf(t.SubmittedAt))
	if err != nil {
		return nil, err
	}
	until := c.Today()
	if until.Before(t.DueOn) {
		until = t.DueOn
	}
	meets := in.Between(domain.DateOf(t.SubmittedAt), until.AddWeeks(electionWeeks))
	if t.Gate != domain.GateAreas {
		if len(meets) == 0 {
			return nil, nil
		}
		return diaryweb.OpenGateMeets(meets, t.DueOn), nil
	}
	line, err := timelinestore.Planned(c.Context(), c.Read, t.Area)
	if errors.Is(err, domain.ErrNotFound) {
		line, err = timelinestore.Proposed(c.Context(), c.Read, t.Area, domain.Date{}, c.Today())
	}
	if err != nil {
		return nil, err
	}
	return templ.Join(diaryweb.OpenGateMeets(meets, t.DueOn), diaryweb.LaterGates(line.GateDates(c.Today()), in)), nil
}

// electionWeeks is how long after the day on which decisions are due an election is shown: gates are often late.
const electionWeeks = 8
