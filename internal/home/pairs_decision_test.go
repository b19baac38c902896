package home_test

import (
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/policy"
	"fourgates/internal/procedures"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

// chamber is an Executive decision with people around it who have two powers each.
type chamber struct {
	*town.Town
	d executive.ExecutiveDecision

	clerkToo, clerkMember, clerkOfficer, clerkElsewhere, clerkSubstitute, clerkPlanner, clerkDirector,
	clerkAdmin domain.PersonID
	deputy, deputyMember, liaison, confirms, second, clerkConfirms domain.PersonID
}

func chamberOf(t *testing.T) *chamber {
	c := &chamber{Town: town.NewChamber(t)}
	c.clerkSubstitute, c.clerkElsewhere = c.Person("Caradoc Finch", policy.Clerk),
		c.Person("Bronagh Tiernan", policy.Clerk)
	c.Term(c.clerkSubstitute, c.Seat("ward", "Far Quay"))
	c.Term(c.clerkElsewhere, c.Seat("division", "Far Moor"))
	c.StandsIn(c.clerkSubstitute, c.Keep, 0, 9)
	c.d = c.Drafted()
	c.clerkToo, c.clerkMember = c.Person("Tadeo Marsh", policy.Clerk), c.Person("Ysolde Bright", policy.Clerk,
		policy.ExecutiveMember)
	c.clerkOfficer, c.clerkPlanner = c.Person("Efa Lund", policy.Clerk, policy.NamedOfficer),
		c.Person("Ottoline Voss", policy.Clerk, policy.CPO)
	c.clerkDirector, c.clerkAdmin = c.Person("Noor Prys", policy.Clerk, policy.Director),
		c.Person("Goran Ash", policy.Clerk, policy.Admin)
	c.liaison = c.Person("Wren Achebe", policy.NamedOfficer)
	c.Assign(c.liaison, c.Area, policy.CLO)
	c.Grant(c.Nia, policy.Clerk, 0)             // submitted the gate
	c.Grant(c.Suresh, policy.Clerk, 0)          // signed it
	c.Grant(c.Priya, policy.ExecutiveMember, 0) // signed it
	c.deputy, c.deputyMember = c.Person("Ifan Okonjo"), c.Person("Dilys Marsh", policy.ExecutiveMember)
	c.confirms, c.second, c.clerkConfirms = c.Person("Merfyn Okafor"), c.Person("Saoirse Vale", policy.NamedOfficer),
		c.Person("Idris Moon", policy.Clerk)
	for _, d := range []struct {
		of   domain.PersonID
		role policy.Role
		list []domain.PersonID
	}{
		{c.Clerk, policy.Clerk, []domain.PersonID{c.deputy, c.deputyMember, c.Maire}},
		{c.Chief, policy.NamedOfficer, []domain.PersonID{c.confirms, c.second, c.deputyMember, c.liaison, c.Aneurin,
			c.clerkConfirms}},
	} {
		for _, who := range d.list {
			if err := named(c.Town, d.of, who, d.role); err != nil {
				t.Fatal(err)
			}
		}
	}
	return c
}

// everybody has wants for the clerk's steps; other powers are nobody's.
func (c *chamber) everybody(powers ...string) []somebody {
	all := func(word string) string {
		var list []string
		for _, p := range powers {
			list = append(list, p+": "+word)
		}
		return strings.Join(list, ", ")
	}
	return []somebody{
		{"clerk", c.clerkToo, all("may")},
		{"deputy of the clerk", c.deputy, all("may")},
		{"clerk who submitted the gate", c.Nia, all("brought")},
		{"clerk who signed the gate", c.Suresh, all("asked")},
		{"clerk and substitute asked by the gate", c.clerkSubstitute, all("asked")},
		{"deputy of the clerk who signed the gate", c.Maire, all("asked")},
		{"clerk and Member elsewhere", c.clerkElsewhere, all("may")},
		{"clerk and Executive Member", c.clerkMember, all("executive")},
		{"deputy of the clerk and Executive Member", c.deputyMember, all("executive")},
		{"clerk and named officer of other decisions", c.clerkOfficer, all("may")},
		{"clerk and deputy of the named officer", c.clerkConfirms, all("may")},
		{"clerk and planning officer", c.clerkPlanner, all("may")},
		{"clerk and director", c.clerkDirector, all("may")},
		{"clerk and administrator", c.clerkAdmin, ""},
		{"Executive Member", c.Member, ""},
		{"Executive Member who signed the gate", c.Priya, ""},
		{"Member who signed the gate, deputy of the named officer", c.Aneurin, ""},
		{"named officer", c.Chief, ""},
		{"planning officer", c.Owen, ""},
		{"administrator", c.Admin, ""},
	}
}

// can is a power over the decision as it stands, which a page offers by a link or a form.
func (c *chamber) can(name string, step func(policy.Actor) error, offered func(see) bool) power {
	return power{name, func(who domain.PersonID) error { return step(c.Actor(who)) }, offered}
}

func (c *chamber) page() string { return "/decisions/" + servertest.ID(c.d.ID) }

// waits is an offer on the home page.
func (c *chamber) waits(words string) func(see) bool {
	return func(at see) bool {
		return at("/").Says(words) && slices.Contains(at("/").Links(), c.page())
	}
}

func (c *chamber) schedule(s executiveapp.Scheduling) power {
	return c.can("schedule", func(a policy.Actor) error {
		return executiveapp.ScheduleDecision(c.T.Context(), c.App, a, c.d.ID, c.d.Version, s)
	}, links(c.page(), c.page()+"/schedule"))
}

func (c *chamber) record() power {
	return c.can("record", func(a policy.Actor) error {
		return executiveapp.RecordDecision(c.T.Context(), c.App, a, c.d.ID, c.d.Version, c.Agreed(c.d))
	}, both(c.waits("To be decided"), links(c.page(), c.page()+"/record")))
}

func (c *chamber) publish() power {
	return c.can("publish", func(a policy.Actor) error {
		return executiveapp.PublishDecision(c.T.Context(), c.App, a, c.d.ID, c.d.Version, c.Day())
	}, both(c.waits("To be published"), links(c.page(), c.page()+"/publication")))
}

// Every pair of powers over a decision of the Executive together, at each step.
func TestEveryPairOfPowersOverAnExecutiveDecision(t *testing.T) {
	t.Parallel()
	c := chamberOf(t)
	at := func(over string, everybody []somebody, powers ...power) {
		t.Helper()
		goOn := stopAtAudit(c.Town)
		cells(t, c.Town, over, everybody, powers)
		goOn()
	}
	key := c.Today()
	key.Key, key.ForwardPlan = executive.KeyYes, "FP/12"
	toSchedule := c.schedule(key)
	toSchedule.offered = both(c.waits("To be scheduled"), toSchedule.offered)
	at("drafted", c.everybody("schedule"), toSchedule)
	self := key
	self.MadeBy, self.WithOfficer = c.Member, c.clerkOfficer
	c.RefusedFor("a clerk names themselves", "with_officer", c.Schedule(c.clerkOfficer, c.d, self))
	c.d = c.Must(c.d.ID, c.Schedule(c.deputy, c.d, key))

	urgent := procedures.Announcement{How: procedures.SpecialUrgency, On: c.Day(), Who: "Cllr Idris Fell",
		Why: "A grant"}
	announce := func(a policy.Actor) error {
		return executiveapp.AnnounceDecision(t.Context(), c.App, a, c.d.ID, c.d.Version, urgent)
	}
	at("to be announced", c.everybody("announce"), c.can("announce", announce,
		both(c.waits("To be announced as a key decision"), links(c.page(), c.page()+"/announcement"))))
	if err := announce(c.Actor(c.deputy)); err != nil {
		t.Fatal(err)
	}
	c.d = c.Decision3(c.d.ID)
	at("scheduled", c.everybody("schedule", "record"), c.schedule(key), c.record())
	c.d = c.Must(c.d.ID, c.Record(c.deputy, c.d, c.Agreed(c.d)))

	correction := c.Agreed(c.d)
	correction.Why = "A figure was wrong"
	at("decided", c.everybody("publish", "correct"), c.publish(), c.can("correct", func(a policy.Actor) error {
		return executiveapp.CorrectDecision(t.Context(), c.App, a, c.d.ID, c.d.Version, correction)
	}, links(c.page(), c.page()+"/correction")))
	c.d = c.Must(c.d.ID, c.Publish(c.d, c.Day()))

	call := executive.CallIn{By: "Scrutiny", Members: 5, On: c.Day(), Reason: "The costs"}
	at("published", c.everybody("call in"), c.can("call in", func(a policy.Actor) error {
		return executiveapp.CallInDecision(t.Context(), c.App, a, c.d.ID, c.d.Version, call)
	}, links(c.page(), c.page()+"/call-in")))
	if err := executiveapp.CallInDecision(t.Context(), c.App, c.Actor(c.Clerk), c.d.ID, c.d.Version, call); err != nil {
		t.Fatal(err)
	}
	c.d = c.Decision3(c.d.ID)

	body := executive.Settlement{Outcome: executive.CallInUpheld, Body: "Scrutiny", On: c.Day(), Minute: "S/3",
		Words: "Released."}
	at("called in", c.everybody("close the call-in"), c.can("close the call-in", func(a policy.Actor) error {
		return executiveapp.SettleCallIn(t.Context(), c.App, a, c.d.ID, c.d.Version, body)
	}, both(c.waits("Called in"), links(c.page(), c.page()+"/call-in/outcome"))))
}

// Every pair of powers over a joint decision, which an Executive Member records and the named officer confirms.
func TestEveryPairOfPowersOverAJointDecision(t *testing.T) {
	t.Parallel()
	c := chamberOf(t)
	s := c.Today()
	s.MadeBy, s.WithOfficer = c.Priya, c.Chief
	c.Grant(c.Chief, policy.Clerk, 0)
	c.d = c.Must(c.d.ID, c.Schedule(c.clerkToo, c.d, s)) // a Member who signed may decide: a second record
	named := somebody{"clerk and named officer of this decision", c.Chief, ""}
	clerks := func(want string, powers ...string) []somebody {
		list := c.everybody(powers...)
		list = slices.DeleteFunc(list, func(s somebody) bool { return s.who == c.Chief || s.who == c.Priya })
		named.want = want
		return append(list, named)
	}
	goOn := stopAtAudit(c.Town)
	cells(t, c.Town, "scheduled", append(clerks("schedule: officer", "schedule"),
		somebody{"Executive Member to whom it is delegated, who signed the gate", c.Priya, "record: may"}),
		[]power{c.schedule(s), c.record()})
	goOn()

	c.d = c.Must(c.d.ID, c.Record(c.Priya, c.d, c.Agreed(c.d)))
	if c.d.Interests != "" || !strings.Contains(c.d.MemberInterests, "Priya Raghunathan signed this gate") {
		t.Errorf("declared %q, earlier signature %q", c.d.Interests, c.d.MemberInterests)
	}
	confirm := c.can("confirm", func(a policy.Actor) error {
		return executiveapp.ConfirmDecision(t.Context(), c.App, a, c.d.ID, c.d.RecordDigest)
	}, both(c.waits("To be confirmed by you"), forms(c.page(), c.page()+"/confirmation")))
	goOn = stopAtAudit(c.Town)
	cells(t, c.Town, "recorded", []somebody{
		{"clerk and named officer of this decision", c.Chief, "confirm: may"},
		{"deputy of the named officer", c.confirms, "confirm: may"},
		{"named officer of others, deputy of this one", c.second, "confirm: may"},
		{"Executive Member, deputy of clerk and named officer", c.deputyMember, "confirm: clerk"},
		{"clerk, deputy of the named officer", c.clerkConfirms, "confirm: clerk"},
		{"liaison officer of the area, deputy of the named officer", c.liaison, "confirm: liaison"},
		{"Member who signed the gate, deputy of the named officer", c.Aneurin, "confirm: asked"},
		{"clerk, named officer of others", c.clerkOfficer, ""},
		{"Executive Member who recorded it", c.Priya, ""},
		{"another Executive Member", c.Member, ""},
		{"planning officer", c.Owen, ""},
		{"administrator", c.Admin, ""},
	}, []power{confirm})
	goOn()

	if err := executiveapp.ConfirmDecision(t.Context(), c.App, c.Actor(c.second), c.d.ID,
		c.d.RecordDigest); err != nil {
		t.Fatal(err)
	}
	c.d = c.Decision3(c.d.ID)
	goOn = stopAtAudit(c.Town)
	cells(t, c.Town, "decided", clerks("publish: officer", "publish"), []power{c.publish()})
	goOn()
}

// What a deputy did is shown as a deputy's: with the decision, in the register, in the audit trail and in notices.
func TestDeputiesAreShownWithAnExecutiveDecision(t *testing.T) {
	t.Parallel()
	c := chamberOf(t)
	s := c.Today()
	s.MadeBy, s.WithOfficer = c.Member, c.Chief
	c.d = c.Must(c.d.ID, c.Schedule(c.deputy, c.d, s))
	c.d = c.Must(c.d.ID, c.Record(c.Member, c.d, c.Agreed(c.d)))
	told := strings.Join(c.Told("decision to confirm"), "\n")
	if !strings.Contains(told, "Merfyn Okafor, named officer, deputy for Marie-Ann") ||
		strings.Contains(told, "Aneurin") || strings.Contains(told, "Wren") {
		t.Errorf("to be confirmed, and told: %s", told)
	}
	if err := executiveapp.ConfirmDecision(t.Context(), c.App, c.Actor(c.second), c.d.ID,
		c.d.RecordDigest); err != nil {
		t.Fatal(err)
	}
	c.d = c.Decision3(c.d.ID)
	if err := executiveapp.PublishDecision(t.Context(), c.App, c.Actor(c.deputy), c.d.ID, c.d.Version,
		c.Day()); err != nil {
		t.Fatal(err)
	}
	p := c.As(c.Owen).Get(c.page())
	for _, words := range []string{"Saoirse Vale, deputy for Marie-Ann",
		"noted by Ifan Okonjo, deputy for Philippa Ó Murchú-Lindqvist"} {
		if !p.Says(words) {
			t.Errorf("the decision does not say %q: %s", words, p.Words())
		}
	}
	c.WantLines([]string{"Executive decision confirmed: decided, as deputy for Marie-Ann",
		"Executive decision published on 10 March 2026, as deputy for Philippa Ó Murchú-Lindqvist",
		"Executive decision scheduled for 10 March 2026. Key decision: No. Proposed: a key decision. " +
			"Answered otherwise because: It commits nothing beyond the budgets of its leads, as deputy for " +
			"Philippa Ó Murchú-Lindqvist"},
		`SELECT summary FROM audit_entries WHERE summary LIKE 'Executive decision %deputy%' ORDER BY 1`)
	c.Verify()
}

// The Executive's own decision is recorded by a deputy of the clerk.
func TestDeputyOfTheClerkIsShownAsWhoRecorded(t *testing.T) {
	t.Parallel()
	c := chamberOf(t)
	c.d = c.Must(c.d.ID, c.Schedule(c.deputy, c.d, c.Today()))
	c.d = c.Must(c.d.ID, c.Record(c.deputy, c.d, c.Agreed(c.d)))
	if want := "Ifan Okonjo, deputy for Philippa Ó Murchú-Lindqvist"; c.d.RecordedByName != want ||
		!c.As(c.Owen).Get(c.page()).Says(want) {
		t.Errorf("recorded by %q", c.d.RecordedByName)
	}
}
