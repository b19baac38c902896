//go:build long

package home_test

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"fourgates/internal/asks"
	"fourgates/internal/conditions/conditionapp"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/holds/holdapp"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/mergers/mergerapp"
	"fourgates/internal/notices"
	"fourgates/internal/people"
	"fourgates/internal/people/peopleapp"
	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/internal/procedures"
	"fourgates/internal/procedures/procedureapp"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/signin"
	"fourgates/internal/solutions"
	"fourgates/internal/themes/themeapp"
	"fourgates/internal/town"
)

// scenes are the acts of which people are told and that the demo world does not show. What was told is followed at each
// look.
var scenes = map[string]func(t *testing.T, look func(h *servertest.Harness)){
	"the demo world": func(t *testing.T, look func(h *servertest.Harness)) { look(servertest.NewWorld(t)) },
	"gates that end otherwise": func(t *testing.T, look func(h *servertest.Harness)) {
		c := town.NewCastle(t)
		did(t, gateapp.WithdrawAttempt(t.Context(), c.App, c.Actor(c.Nia), c.Submit(domain.GateAreas)[0],
			"A map is missing"))
		look(c.Harness)
		look(town.Overridden(t).Harness)
		c = town.At(t, town.PlanDrafted)
		c.Submit(domain.GateDraftPlan)
		did(t, gateapp.CallBackGate(t.Context(), c.App, c.Actor(c.Priya), c.Area, "The bins were dropped"))
		look(c.Harness)
	},
	"conditions": func(t *testing.T, look func(h *servertest.Harness)) {
		c := town.NewCastle(t)
		id := c.Submit(domain.GateAreas)[0]
		c.Sign(c.Aneurin, id, gates.ApproveWithConditions)
		for _, who := range []domain.PersonID{c.Priya, c.Suresh, c.Maire} {
			c.Sign(who, id, gates.Approve)
		}
		look(c.Harness)
		remind := func(day string) {
			at, err := time.Parse(time.DateTime, day+" 08:00:00")
			did(t, err)
			c.MoveTo(at)
			_, err = conditionapp.RemindConditions(t.Context(), c.App)
			did(t, err)
			look(c.Harness)
		}
		for _, day := range []string{"2026-03-31", "2026-04-09", "2026-04-16", "2026-04-17"} {
			remind(day)
		}
		town.Does(c, town.Reporting(c, c.Nia, town.Condition(c), "Lit"))
		look(c.Harness)
		town.Does(c, town.Answering(c, c.Aneurin, town.Condition(c), false, "Two lamps are out"))
		look(c.Harness)
		for _, met := range []bool{false, true} {
			town.Does(c, town.Reporting(c, c.Nia, town.Condition(c), "Lit"))
			remind(domain.DateOf(c.Now()).AddDays(30).String())
			town.Does(c, town.Deciding(c, c.Owen, town.Condition(c), met, "Seen on the day"))
			look(c.Harness)
		}
	},
	"a decision of two": func(t *testing.T, look func(h *servertest.Harness)) {
		c := town.NewChamber(t)
		d := c.Drafted()
		look(c.Harness)
		key := c.Today()
		key.MeetsOn, key.Key, key.ForwardPlan = c.Day().AddDays(70), executive.KeyYes, "FP 26/14"
		d = c.Must(d.ID, c.Schedule(c.Clerk, d, key))
		look(c.Harness)
		joint := c.Today()
		joint.MadeBy, joint.WithOfficer = c.Member, c.Chief
		d = c.Must(d.ID, c.Schedule(c.Clerk, d, joint))
		look(c.Harness)
		d = c.Must(d.ID, func(ctx context.Context) error {
			return executiveapp.DeclineDecision(ctx, c.App, c.Actor(c.Chief), d.ID, d.Version, "My team wrote the bid")
		})
		look(c.Harness)
		joint.WithOfficer = c.Person("Rowan Achterberg", policy.NamedOfficer)
		d = c.Must(d.ID, c.Schedule(c.Clerk, d, joint))
		d = c.Must(d.ID, c.Record(c.Member, d, c.Agreed(d)))
		look(c.Harness)
		d = c.Must(d.ID, func(ctx context.Context) error {
			return executiveapp.ConfirmDecision(ctx, c.App, c.Actor(joint.WithOfficer), d.ID, d.RecordDigest)
		})
		look(c.Harness)
	},
	"a plan that comes back": func(t *testing.T, look func(h *servertest.Harness)) {
		c := town.NewNeighbours(t)
		d := c.DecisionOf(c.PlanOf(c.Area))
		d = c.Must(d.ID, func(ctx context.Context) error {
			return executiveapp.PutWith(ctx, c.App, c.Actor(c.Nia), d.ID, d.Version,
				[]domain.ExecutiveID{c.DecisionOf(c.PlanOf(c.Harbour)).ID, c.DecisionOf(c.PlanOf(c.Moor)).ID})
		})
		look(c.Harness)
		moor := slices.IndexFunc(d.Subjects, func(s executive.Subject) bool { return s.Area == c.Moor })
		d = c.Must(d.ID, func(ctx context.Context) error {
			return executiveapp.TakeOut(ctx, c.App, c.Actor(c.Nia), d.ID, d.Version, d.Subjects[moor].ID)
		})
		look(c.Harness)
		d = c.Must(d.ID, c.Schedule(c.Clerk, d, c.Today()))
		r := c.Agreed(d)
		harbour := slices.IndexFunc(d.Subjects, func(s executive.Subject) bool { return s.Area == c.Harbour })
		for n, i := range d.Items {
			if i.Subject == d.Subjects[harbour].ID {
				r.Items[n] = executive.ItemOutcome{}
				if i.About == executive.AboutPlan {
					r.Items[n] = executive.ItemOutcome{Outcome: executive.ItemNotAgreed, Reason: "The quay is let."}
				}
			}
		}
		d = c.Must(d.ID, c.Record(c.Clerk, d, r))
		look(c.Harness)
		d = c.Must(d.ID, c.Publish(d, c.Day()))
		look(c.Harness)
		d = c.Must(d.ID, func(ctx context.Context) error {
			return executiveapp.CallInDecision(ctx, c.App, c.Actor(c.Clerk), d.ID, d.Version, executive.CallIn{
				By: "Five Members", Members: 5, On: c.Day(), Reason: "The quay was not asked."})
		})
		look(c.Harness)
	},
	"decisions with another's link": func(t *testing.T, look func(h *servertest.Harness)) {
		c := town.NewCastle(t)
		id := c.Submit(domain.GateAreas)[0]
		for _, who := range []domain.PersonID{c.Aneurin, c.Priya, c.Suresh} {
			token, err := peopleapp.InviteAgain(t.Context(), c.App, c.Actor(c.Admin), who, people.OnScreen)
			did(t, err)
			_, err = peopleapp.AcceptInvitation(t.Context(), c.App, token, servertest.Password, signin.Caller{})
			did(t, err)
			if err := c.Signing(who, c.Decision(id, gates.Approve))(t.Context()); err == nil {
				t.Errorf("%d does not wait", who)
			}
		}
		look(c.Harness)
		did(t, holdapp.Confirm(t.Context(), c.App, c.Actor(c.Owen), 1, "Rang him at home"))
		did(t, holdapp.Refuse(t.Context(), c.App, c.Actor(c.Owen), 2, "It was not her"))
		did(t, gateapp.WithdrawAttempt(t.Context(), c.App, c.Actor(c.Nia), id, "The boundary is wrong"))
		look(c.Harness)
	},
	"seats, days and names": func(t *testing.T, look func(h *servertest.Harness)) {
		c := town.NewCounty(t)
		c.Build()
		canalside, day := c.Seats("E05990001")[0], c.Day().AddDays(10)
		did(t, seatapp.ChangeSeat(t.Context(), c.App, c.Actor(c.Admin), canalside,
			seats.Change{Kind: seats.PlacesChanged, On: day, Places: 2}))
		c.Forced("two servers, of which one still runs the version before", `UPDATE seats SET places = 5`)
		did(t, seatapp.BeginTerm(t.Context(), c.App, c.Actor(c.Admin), places.Term{Seat: canalside, Place: 4,
			Span: domain.Span{From: c.Day()}}, people.Somebody{Name: "Odhran Bassey"}))
		c.MoveTo(day.AddDays(1).Time().Add(9 * time.Hour))
		_, err := seatapp.TakeOrders(t.Context(), c.App)
		did(t, err)
		look(c.Harness)

		c = town.NewCastle(t)
		council := domain.AuthorityID(c.Int(`SELECT authority_id FROM seats WHERE id = $1`, int64(c.Quay)))
		m := seats.Merger{From: council, Into: domain.AuthorityID(c.Int(`SELECT authority_id FROM seats WHERE id = $1`,
			int64(c.Upper))), On: c.Day().AddDays(5)}
		c.Exec(`INSERT INTO services (authority_id, name) VALUES ($1, 'Bins')`, int64(m.From))
		has, err := mergerapp.Preview(t.Context(), c.App, m)
		did(t, err)
		_, err = mergerapp.Merge(t.Context(), c.App, c.Actor(c.Admin), m, has.Proposed())
		did(t, err)
		look(c.Harness)
		c.Exec(`INSERT INTO services (authority_id, name) VALUES ($1, 'Bins')`, int64(m.Into))
		c.Move(6 * town.ADay)
		_, err = mergerapp.TakeOrders(t.Context(), c.App)
		did(t, err)
		look(c.Harness)

		c = town.NewCastle(t)
		due := c.Attempt(c.Submit(domain.GateAreas)[0]).DueOn
		council = domain.AuthorityID(c.Int(`SELECT authority_id FROM area_councils WHERE area_id = $1`, int64(c.Area)))
		did(t, procedureapp.PutDay(t.Context(), c.App, c.Actor(c.Admin), council, procedures.Day{Day: due,
			Name: "Fair", Closed: true}))
		look(c.Harness)

		h, _, signed := servertest.SignedQuarter(t)
		theme := domain.ThemeID(h.Int(`SELECT theme_id FROM issues WHERE id = $1`, int64(signed[0])))
		did(t, themeapp.RenameTheme(t.Context(), h.App, h.Actor(h.Person("Adwoa Pennington", policy.Admin)), theme,
			"Ways and lanes"))
		look(h)
	},
	"quick wins and solutions": func(t *testing.T, look func(h *servertest.Harness)) {
		c := town.At(t, town.Gate2Passed)
		issue := c.Harness.Issue(c.Nia, issues.IssueDraft{Area: c.Area, Title: "The gate sticks",
			Theme: c.Theme("Roads"), Source: domain.FromTheCommunity, Visibility: issues.VisiblePublic},
			issues.IssueTriaged)
		highways := domain.ServiceID(c.Int(`SELECT id FROM services WHERE name = 'Highways'`))
		c.Grant(c.Person("Wojciech Zając"), policy.Service, int64(highways))
		var wins []domain.QuickWinID
		for _, title := range []string{"Oil it", "Hang it anew", "Take it away"} {
			id, err := issueapp.ProposeQuickWin(t.Context(), c.App, c.Actor(c.Nia), issues.QuickWin{Issue: issue,
				Title: title, DeliveredBy: "The harbour"}, nil)
			did(t, err)
			wins = append(wins, id)
		}
		did(t, issueapp.AskAboutQuickWin(t.Context(), c.App, c.Actor(c.Nia), wins[1], asks.Ask{Way: asks.Here,
			Service: highways, Question: "Do you hang it?", DueOn: c.Day().AddDays(9)}))
		look(c.Harness)
		steps := []issues.QuickWinStep{issues.StepAgree, issues.StepStart, issues.StepDone, issues.StepConfirm}
		for v, step := range steps {
			did(t, issueapp.TakeQuickWin(t.Context(), c.App, c.Actor(c.Owen), wins[0], issueapp.QuickWinAct{Step: step,
				Version: v + 1, Words: "The hinge was dry."}))
			look(c.Harness)
		}
		did(t, issueapp.TakeQuickWin(t.Context(), c.App, c.Actor(c.Owen), wins[2], issueapp.QuickWinAct{
			Step: issues.StepDrop, Version: 1, Words: "It is needed."}))
		s := c.Proposed(c.Owen)
		c.MoveSolution(s, solutions.MoveTest, "")
		c.CommunitySays(s, solutions.NotFeasible)
		c.MoveSolution(s, "not-feasible", "Nobody can")
		c.MoveSolution(s, "test-again", "Prices fell")
		look(c.Harness)
	},
}

func did(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Every kind of notice is made by the act of which it tells, opened by each kind of its recipients, and the page behind
// it speaks of the same thing and has the step that it promises.
func TestEveryKindOfNoticeIsFollowed(t *testing.T) {
	f := newFollowing()
	t.Run("scenes", func(t *testing.T) {
		for name, scene := range scenes {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				scene(t, func(h *servertest.Harness) { f.follow(t, h) })
			})
		}
	})
	for _, kind := range notices.Kinds() {
		if !f.seen[kind] && behind[kind].about != noAccount {
			t.Errorf("no scene makes a notice of %q that its reader can open", kind)
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(behind)) {
		if behind[kind].step != "" && f.kept[kind] == 0 {
			t.Errorf("no scene follows what a notice of %q promises while it is open", kind)
		}
	}
}
