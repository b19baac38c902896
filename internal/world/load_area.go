package world

import (
	"context"
	"fmt"
	"slices"

	"fourgates/internal/asks"
	"fourgates/internal/asks/askapp"
	"fourgates/internal/cycles"
	"fourgates/internal/cycles/cycleapp"
	"fourgates/internal/domain"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerapp"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/risks"
	"fourgates/internal/risks/riskapp"
	"fourgates/internal/risks/riskstore"
)

// planArea plans an area's ground: proposed, drawn, its places named, and in the end paused or rejected.
func (l *loading) planArea(a Area) {
	l.by(a.ProposedBy, a.Proposed, proposing, "proposes "+a.Name,
		func(ctx context.Context, by policy.Actor) (err error) {
			l.areas[a.Key], err = placeapp.ProposeArea(ctx, l.app, by, placeapp.Proposal{Code: a.Code, Name: a.Name,
				Rationale: a.Character + "\n\n" + a.Rationale})
			return err
		})
	for n, b := range a.Boundaries {
		l.by(b.By, b.Day, drawing, "boundary of "+a.Name, func(ctx context.Context, by policy.Actor) error {
			ground := placeapp.Ground{File: b.Shape}
			if n == 0 && len(a.Wards) > 0 {
				ground = placeapp.Ground{}
				for _, code := range a.Wards {
					ground.Seats = append(ground.Seats, l.seats[code].ID)
				}
			}
			change, err := placeapp.PreviewBoundary(ctx, l.app, by, l.areas[a.Key], ground)
			if err != nil {
				return err
			}
			return placeapp.ChangeBoundary(ctx, l.app, by, l.areas[a.Key], change.Version, change.Boundary, b.Reason)
		})
	}
	for _, r := range a.Risks {
		l.planRisk(a, r)
	}
	for _, is := range a.Sessions {
		l.planSession(a, is)
	}
	l.by(a.ProposedBy, a.Proposed, drawing, "places of "+a.Name, func(ctx context.Context, by policy.Actor) error {
		return l.addPlaces(ctx, by, a)
	})
	if p := a.Paused; p != nil {
		l.by(p.By, p.Day, ending, "pauses "+a.Name, func(ctx context.Context, by policy.Actor) error {
			return placeapp.MoveArea(ctx, l.app, by, l.areas[a.Key], places.AreaPaused, p.Reason)
		})
	}
	if places.AreaState(a.State) == places.AreaRejected {
		l.by(planner, lastDecision(a)+2, ending, "rejects "+a.Name, func(ctx context.Context, by policy.Actor) error {
			return placeapp.MoveArea(ctx, l.app, by, l.areas[a.Key], places.AreaRejected,
				"Its Members rejected it at gate 1.")
		})
	}
}

func lastDecision(a Area) Day {
	last := a.Proposed
	for _, t := range a.Attempts {
		for _, d := range t.Decisions {
			last = max(last, d.Day)
		}
	}
	return last
}

func (l *loading) addPlaces(ctx context.Context, by policy.Actor, a Area) error {
	for _, p := range a.Places {
		place := places.AreaPlace{Area: l.areas[a.Key], Name: p.Name, Point: &domain.Point{Lon: p.Lon, Lat: p.Lat}}
		place.Outside = domain.PointWords(place.Point) // some lie just beyond the border
		if err := placeapp.AddPlace(ctx, l.app, by, place); err != nil {
			return err
		}
	}
	stored, err := placestore.Places(ctx, l.store.Reader, l.areas[a.Key])
	for _, p := range a.Places {
		at := slices.IndexFunc(stored, func(is places.AreaPlace) bool { return is.Name == p.Name })
		if at >= 0 {
			l.places[a.Key+"/"+p.Key] = stored[at].ID
		}
	}
	return err
}

// planPeopleOf plans who works in an area, who says what of it, and who is met there.
func (l *loading) planPeopleOf(a Area) {
	for _, n := range a.Assignments {
		l.planAssignment(a, n)
	}
	for _, k := range a.BoundaryAsk {
		l.planBoundaryAsk(a, k)
	}
	for _, v := range a.Validity {
		l.by(v.By, v.Day, meeting, "view on "+a.Name, func(ctx context.Context, by policy.Actor) error {
			return placeapp.RecordValidity(ctx, l.app, by, l.areas[a.Key],
				places.ValidityView{Kind: v.Kind, SaidBy: v.Who, Supports: v.Supports, Note: v.Words,
					SaidOn: l.date(v.Day)})
		})
	}
	for _, i := range a.Inductions {
		l.by(officer(a, i.Day), i.Day, meeting, "inducts "+i.Member+" to "+a.Name,
			func(ctx context.Context, by policy.Actor) error {
				return placeapp.RecordInduction(ctx, l.app, by, l.areas[a.Key],
					places.Induction{Person: l.people[i.Member], Outcome: i.Outcome, On: l.date(i.Day),
						Material: i.Material, Note: i.Reason})
			})
	}
	engaged := a.Proposed
	for _, e := range a.Network {
		engaged = max(engaged, e.Engaged)
		l.by(officer(a, e.Engaged), e.Engaged, meeting, "meets "+e.Contact+" for "+a.Name,
			func(ctx context.Context, by policy.Actor) error {
				return l.addToNetwork(ctx, by, a, e)
			})
	}
	state := func(about, text string) {
		l.by(officer(a, engaged), engaged, meeting, "states "+about+" of "+a.Name,
			func(ctx context.Context, by policy.Actor) error {
				return partnerapp.StateAboutArea(ctx, l.app, by, l.areas[a.Key], about, text)
			})
	}
	if a.Statement != "" {
		state(partners.StatedRepresentativeness, a.Statement)
	}
	for _, n := range a.Absent {
		state(partners.StatedAbsence(domain.Source(n.Source)), n.Reason)
	}
}

// planAssignment plans that an officer comes to an area and perhaps leaves it. A liaison officer who proposes it has it
// already.
func (l *loading) planAssignment(a Area, n Assignment) {
	assignment := func() places.Assignment {
		return places.Assignment{Area: l.areas[a.Key], Person: l.people[n.Person], Role: n.Role,
			Span: domain.Span{From: l.date(n.From)}}
	}
	if n.Person != a.ProposedBy || n.Role != places.AssignedCLO || n.From != a.Proposed {
		l.by(planner, n.From, assigning, "assigns "+n.Person+" to "+a.Name,
			func(ctx context.Context, by policy.Actor) error {
				return placeapp.AssignOfficer(ctx, l.app, by, assignment())
			})
	}
	if n.To == nil {
		return
	}
	l.by(planner, *n.To, ending, "ends the assignment of "+n.Person, func(ctx context.Context, by policy.Actor) error {
		all, err := placestore.Assignments(ctx, l.store.Reader, l.areas[a.Key])
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(is places.Assignment) bool {
			return is.Person == l.people[n.Person] && is.Role == n.Role && is.Span.To.IsZero()
		})
		return placeapp.EndAssignment(ctx, l.app, by, l.areas[a.Key], all[at].ID, l.date(*n.To))
	})
}

// officer is who does the liaison officer's work of an area on a day: the one assigned last, or the planning officer.
func officer(a Area, day Day) string {
	who, since := planner, Day(-1<<31)
	for _, n := range a.Assignments {
		if n.Role == places.AssignedCLO && n.From <= day && (n.To == nil || *n.To >= day) && n.From > since {
			who, since = n.Person, n.From
		}
	}
	return who
}

// planRisk plans that a risk is entered and, in time, closed.
func (l *loading) planRisk(a Area, r Risk) {
	l.by(r.By, r.Day, meeting, "risk of "+a.Name, func(ctx context.Context, by policy.Actor) error {
		return riskapp.Add(ctx, l.app, by, risks.Risk{Area: l.areas[a.Key], Kind: risks.Kind(r.Kind), Text: r.Text,
			Likelihood: risks.Level(r.Likelihood), Impact: risks.Level(r.Impact), Owner: r.Owner,
			Response: r.Response})
	})
	if r.Closed == nil {
		return
	}
	l.by(r.By, *r.Closed, meeting, "closes a risk of "+a.Name, func(ctx context.Context, by policy.Actor) error {
		list, err := riskstore.Risks(ctx, l.store.Reader, l.areas[a.Key])
		if err != nil {
			return err
		}
		for _, is := range list {
			if is.Text == r.Text {
				return riskapp.Close(ctx, l.app, by, is.Area, is.ID, r.Why)
			}
		}
		return fmt.Errorf("no risk %q", r.Text)
	})
}

// planBoundaryAsk plans that somebody is asked about the boundary, and what they say.
func (l *loading) planBoundaryAsk(a Area, k BoundaryAsk) {
	l.by(k.By, k.Day, meeting, "asks about the boundary of "+a.Name, func(ctx context.Context, by policy.Actor) error {
		return askapp.AskValidity(ctx, l.app, by, l.areas[a.Key], asks.Ask{Service: l.services[k.To],
			Organisation: l.organisations[k.To], Way: l.way(k.To), Question: k.Question, CountsAs: k.CountsAs,
			DueOn: l.date(k.Day).AddWorkingDays(10)})
	})
	if k.Answered != 0 {
		l.planGiven(asks.Validity, func() int64 { return int64(l.areas[a.Key]) }, a, k.To, k.Answered,
			asks.Answer{Outcome: k.Supports, Words: k.Words, SaidBy: k.SaidBy})
	}
}

// planCycles plans that cycles of an area end, and that the next begin.
func (l *loading) planCycles(a Area) {
	for _, is := range a.Cycles {
		l.by(is.By, is.Ended, ending, "ends a cycle of "+a.Name, func(ctx context.Context, by policy.Actor) error {
			left := map[domain.IssueID]string{}
			for issue, why := range is.LeftOut {
				left[l.issues[issue]] = why
			}
			return cycleapp.EndCycle(ctx, l.app, by, l.areas[a.Key], cycles.End{On: l.date(is.Ended),
				How: cycles.How(is.How), Reason: is.Reason, LeftOut: left})
		})
		l.by(is.By, is.Begun, proposing, "begins a cycle of "+a.Name, func(ctx context.Context, by policy.Actor) error {
			return cycleapp.BeginCycle(ctx, l.app, by, l.areas[a.Key], l.date(is.Begun))
		})
	}
}
