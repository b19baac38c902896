// Package synthesisapp plans synthesis sessions with Area Members, and records how they went.
package synthesisapp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/syntheses"
	"fourgates/internal/syntheses/synthesisstore"
	"fourgates/internal/timelines/timelinestore"
)

// PlanSession plans a session of an area's cycle and invites the Members who hold its places on that day. Of one that
// was held already nobody is told. It returns a *domain.BlockedError by field. Sent twice, it plans one.
func PlanSession(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID,
	p syntheses.Plan) (id domain.SynthesisID, err error) {
	p = p.Tidy()
	err = a.Do(ctx, actor, policy.WorkIssues, func(s *act.Step) error {
		if _, err := placeapp.CycleArea(ctx, s, policy.WorkIssues, area); err != nil {
			return err
		}
		if err := domain.BlockedBy(p.Blockers()); err != nil {
			return err
		}
		cycle, err := timelinestore.AreaCycle(ctx, s.Writer.Reader, area)
		if err != nil {
			return err
		}
		all, err := synthesisstore.Sessions(ctx, s.Writer.Reader, area, cycle)
		if err != nil {
			return err
		}
		if at := slices.IndexFunc(all, func(has syntheses.Session) bool {
			return has.Plan == p && !has.CalledOff()
		}); at >= 0 {
			id = all[at].ID
			return s.Same() // the form was sent twice
		}
		if id, err = synthesisstore.AddSession(ctx, s.Writer, syntheses.Session{Area: area, Cycle: cycle, Plan: p},
			actor.ID, s.Now()); err != nil {
			return err
		}
		planned, err := invite(ctx, s, id)
		if err != nil {
			return err
		}
		s.Record(event(planned, "Synthesis session planned for "+p.When(), nil, planWords(p)))
		return tell(ctx, s, planned, "You are invited to synthesise the issues of "+planned.AreaName+", "+p.When(),
			invitation(planned))
	})
	return id, err
}

// ChangePlan changes when or where a session is held, and invites again. It returns domain.ErrConflict where somebody
// changed it first, and a *domain.StateError where it was held or called off.
func ChangePlan(ctx context.Context, a *act.App, actor policy.Actor, id domain.SynthesisID, version int,
	p syntheses.Plan) error {
	p = p.Tidy()
	return a.Do(ctx, actor, policy.WorkIssues, func(s *act.Step) error {
		was, err := sessionFor(ctx, s, id)
		if err != nil {
			return err
		}
		if err := was.CheckOpen(); err != nil {
			return err
		}
		if was.Plan == p {
			return s.Same()
		}
		if was.Version != version {
			return domain.ErrConflict
		}
		if err := domain.BlockedBy(p.Blockers()); err != nil {
			return err
		}
		if err := synthesisstore.Change(ctx, s.Writer, id, p); err != nil {
			return err
		}
		is, err := invite(ctx, s, id)
		if err != nil {
			return err
		}
		s.Record(event(is, "Synthesis session changed", planWords(was.Plan), planWords(p)))
		return tell(ctx, s, is, "Changed: the synthesis session of "+is.AreaName+" is on "+p.When(), invitation(is)+
			" It was to be on "+was.When()+", "+was.Venue+".")
	})
}

// RecordSession records what was synthesised and what became of each place; further records correct the one before,
// with a reason, and leave it readable. It returns domain.ErrConflict where somebody recorded it first, and a
// *domain.StateError where it was called off or is still to come.
func RecordSession(ctx context.Context, a *act.App, actor policy.Actor, id domain.SynthesisID, version int,
	r syntheses.Record) error {
	return a.Do(ctx, actor, policy.WorkIssues, func(s *act.Step) error {
		is, err := sessionFor(ctx, s, id)
		if err != nil {
			return err
		}
		if err := is.CheckRecord(s.Today()); err != nil {
			return err
		}
		asked, err := synthesisstore.Asked(ctx, s.Writer.Reader, is)
		if err != nil {
			return err
		}
		r.Number, r.Attendance = len(is.Records)+1, attendance(asked, r.Attendance)
		if is.Held() && is.Records[0].Same(r) {
			return s.Same() // the form was sent twice, or nothing was changed
		}
		if is.Version != version {
			return domain.ErrConflict
		}
		if err := domain.BlockedBy(r.Blockers()); err != nil {
			return err
		}
		if r.Number == 1 {
			r.Reason = ""
		}
		if err := synthesisstore.AddRecord(ctx, s.Writer, id, r, actor.ID, s.Now()); err != nil {
			return err
		}
		if is.Held() {
			s.Record(event(is, "Record of the synthesis session of "+is.HeldOn.Words()+" corrected: "+r.Reason,
				recordWords(is.Records[0]), recordWords(r)))
			return nil
		}
		s.Record(event(is, "Synthesis session of "+is.HeldOn.Words()+" recorded", nil, recordWords(r)))
		return nil
	})
}

// attendance says of each place that was asked what became of it; of others nothing is kept.
func attendance(asked []syntheses.Place, said []syntheses.Attendance) []syntheses.Attendance {
	list := make([]syntheses.Attendance, len(asked))
	for i, p := range asked {
		list[i] = syntheses.Attendance{Place: p, Came: syntheses.Vacant}
		if p.Person == 0 {
			continue
		}
		list[i].Came = ""
		for _, a := range said {
			if a.Key() == p.Key() {
				list[i].Came = a.Came
				if a.Came == syntheses.Substitute {
					list[i].StoodIn = a.StoodIn
				}
			}
		}
	}
	return list
}

// CallOff says that a session is not held, and why; the Members who were invited are told. It returns a
// *domain.StateError where it was held.
func CallOff(ctx context.Context, a *act.App, actor policy.Actor, id domain.SynthesisID, reason string) error {
	return a.Do(ctx, actor, policy.WorkIssues, func(s *act.Step) error {
		is, err := sessionFor(ctx, s, id)
		if err != nil {
			return err
		}
		if is.CalledOff() && is.CancelledReason == reason {
			return s.Same() // the form was sent twice
		}
		if err := is.CheckOpen(); err != nil {
			return err
		}
		if reason == "" {
			return domain.Blocked("reason", "Say why it is called off: the Members are told")
		}
		if err := synthesisstore.Cancel(ctx, s.Writer, id, reason, actor.ID, s.Now()); err != nil {
			return err
		}
		s.Record(event(is, "Synthesis session of "+is.HeldOn.Words()+" called off", nil,
			map[string]string{"Reason": reason}))
		return tell(ctx, s, is, "Called off: the synthesis session of "+is.AreaName+" on "+is.When(),
			"It is not held. "+reason)
	})
}

// sessionFor loads and locks a session of an area whose officer the actor is: domain.ErrNotFound where they may not see
// it, and a *domain.BlockedError once its cycle has ended.
func sessionFor(ctx context.Context, s *act.Step, id domain.SynthesisID) (syntheses.Session, error) {
	is, err := synthesisstore.SessionForUpdate(ctx, s.Writer, policy.ScopeOf(s.Actor, policy.ViewGates), id)
	if err != nil {
		return is, err
	}
	if !syntheses.MayRun(s.Actor, is.Area) {
		return is, domain.ErrForbidden
	}
	area, err := placestore.Area(ctx, s.Writer.Reader, policy.Scope{Areas: []domain.AreaID{is.Area}}, is.Area)
	if err != nil {
		return is, err
	}
	return is, area.CheckGoesOn(is.Cycle)
}

// invite asks the places of the area as they are held on the day of the session.
func invite(ctx context.Context, s *act.Step, id domain.SynthesisID) (syntheses.Session, error) {
	scope := policy.ScopeOf(s.Actor, policy.ViewGates)
	is, err := synthesisstore.Session(ctx, s.Writer.Reader, scope, id)
	if err != nil {
		return is, err
	}
	members, err := placestore.AreaMembers(ctx, s.Writer.Reader, is.Area, is.HeldOn)
	if err != nil {
		return is, err
	}
	is.Invited = syntheses.PlacesOf(members)
	return is, synthesisstore.Invite(ctx, s.Writer, id, is.Invited)
}

func event(s syntheses.Session, summary string, before, after any) domain.Event {
	return placeapp.AreaEvent(s.Area, summary, before, after)
}

func planWords(p syntheses.Plan) map[string]string {
	return map[string]string{"When": p.When(), "Where": p.Venue, "Agenda": p.Agenda}
}

func recordWords(r syntheses.Record) map[string]string {
	words := map[string]string{"Synthesised": r.Synthesised}
	for _, a := range r.Attendance {
		words[a.Place.Words()] = strings.TrimPrefix(a.Name+": ", ": ") + a.Words()
	}
	return words
}

func invitation(s syntheses.Session) string {
	body := fmt.Sprintf("On %s, %s. The issues of %s are put together with you there, before gate 2.", s.When(),
		s.Venue, s.AreaName)
	if s.Agenda != "" {
		body += " " + s.Agenda
	}
	return body
}

// tell tells the Members who hold the places that are asked, those without e-mail address by letter. Of a session whose
// day is past nobody is told.
func tell(ctx context.Context, s *act.Step, is syntheses.Session, subject, body string) error {
	if is.HeldOn.Before(s.Today()) {
		return nil
	}
	var to []notices.Recipient
	for _, p := range is.Invited {
		if p.Person != 0 {
			to = append(to, notices.Recipient{Person: p.Person, Name: p.Name, Capacity: "Area Member, " + p.SeatName})
		}
	}
	if len(to) == 0 {
		return nil
	}
	noticestore.Tell(s.Writer, notices.Notice{Event: "synthesis session", Area: is.Area,
		Subject: subject, Body: body, Link: fmt.Sprintf("/synthesis/%d", is.ID)}, to, s.Now())
	return nil
}
