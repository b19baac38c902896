package home_test

import (
	"fmt"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

// Every pair of powers over a gate in one person, before it is submitted, while its Members have it, and when nobody of
// them is left to count.
func TestEveryPairOfPowersOverAGate(t *testing.T) {
	for _, gate := range []domain.Gate{domain.GateAreas, domain.GateIssues, domain.GateDraftPlan} {
		t.Run(fmt.Sprintf("gate %d", gate), func(t *testing.T) {
			t.Parallel()
			h := hallOf(t, gate)
			goOn := stopAtAudit(h.Town)
			cells(t, h.Town, "not submitted", h.officers("submit: seat, override: seat", "submit: may, override: may"),
				h.before())
			goOn()
			ids, err := gateapp.SubmitGate(t.Context(), h.App, h.Actor(h.brought),
				gateapp.Submission{Areas: []domain.AreaID{h.Area}, Gate: gate, Deviation: town.AllTheSame()})
			if err != nil {
				t.Fatal(err)
			}
			h.attempt = ids[0]
			h.Move(time.Minute)
			h.StandsIn(h.late, h.Lower, 0, 5) // too late for this attempt
			goOn = stopAtAudit(h.Town)
			cells(t, h.Town, "with its Members",
				append(h.officers("withdraw: seat, override: seat, sign: may, stand aside: may",
					"withdraw: may, override: may"),
					somebody{"planning officer and late substitute", h.late,
						"sign: substitute, stand aside: substitute, withdraw: seat, override: seat"}), h.open())
			h.members(t)
			goOn()
			h.nobodyLeft(t)
		})
	}
}

// pairsHall is a gate with people around it who have two powers each.
type pairsHall struct {
	*town.Town
	gate                                                  domain.Gate
	attempt                                               domain.AttemptID
	brought, both, admin, deputy, bringing, seated, early domain.PersonID
	late                                                  domain.PersonID
}

func hallOf(t *testing.T, gate domain.Gate) *pairsHall {
	stage := town.ReadyForGate1
	if gate == domain.GateDraftPlan {
		stage = town.PlanDrafted
	}
	c := town.At(t, stage)
	if gate == domain.GateIssues {
		c.PassGate(domain.GateAreas)
		c.ReadyForIssues()
	}
	h := &pairsHall{Town: c, gate: gate}
	h.brought = c.Person("Ysolde Bright", policy.CLO, policy.CPO)
	c.Assign(h.brought, c.Area, policy.CLO)
	h.late, h.early = c.Person("Bronagh Tiernan", policy.CPO), c.Person("Caradoc Finch", policy.CPO)
	c.Term(h.late, c.Seat("division", "Far Moor"))
	c.Term(h.early, c.Seat("ward", "Far Quay"))
	c.Move(town.ADay)
	h.both, h.admin, h.seated = c.Person("Tadeo Marsh", policy.CPO), c.Person("Ottoline Voss", policy.Admin,
		policy.CPO), c.Person("Dilys Marsh")
	c.TakesOver(h.both, c.Quay)
	c.TakesOver(h.admin, c.Upper)
	c.TakesOver(h.seated, c.Keep)
	c.StandsIn(h.early, c.Keep, 0, 5)
	if gate == domain.GateAreas {
		c.Inducted(c.Area, c.Nia, h.both, h.admin, h.seated)
	}
	h.deputy, h.bringing = c.Person("Ifan Okonjo"), c.Person("Wren Achebe", policy.CLO)
	c.Assign(h.bringing, c.Area, policy.CLO)
	for _, d := range []domain.PersonID{h.deputy, h.bringing, h.seated} {
		if err := named(c, h.brought, d, policy.CPO); err != nil {
			t.Fatal(err)
		}
	}
	c.Move(time.Minute)
	return h
}

// officers are people who could bring a gate, with what those may whom it asks, and those whom it does not.
func (h *pairsHall) officers(asked, others string) []somebody {
	brought, officer := others, "withdraw: may"
	if h.attempt != 0 {
		brought = "withdraw: may, override: submitted"
	} else {
		officer = "submit: may"
	}
	barred := "submit: seat"
	if h.attempt != 0 {
		barred = "withdraw: seat"
	}
	list := []somebody{
		{"liaison and planning officer who brings it", h.brought, brought},
		{"planning officer", h.Owen, others},
		{"liaison officer", h.Nia, officer},
		{"deputy of the planning officer", h.deputy, others},
		{"liaison officer and deputy", h.bringing, others},
		{"planning officer and Member", h.both, asked},
		{"deputy and Member", h.seated, asked},
		{"planning officer and substitute", h.early, asked},
		{"administrator, planning officer and Member", h.admin, barred},
		{"administrator", h.Admin, ""},
	}
	for _, role := range []policy.Role{policy.Clerk, policy.Director, policy.NamedOfficer, policy.ExecutiveMember,
		policy.LAC} {
		list = append(list, somebody{"planning officer and " + role.Words(), h.Person("Efa "+string(role), policy.CPO,
			role), others})
	}
	return list
}

func (h *pairsHall) page() string {
	return fmt.Sprintf("/areas/%d/gates/%d", h.Area, h.gate)
}

func (h *pairsHall) override(page string) power {
	return power{"override", func(who domain.PersonID) error {
		return gateapp.OverrideGate(h.T.Context(), h.App, h.Actor(who), h.Area, h.gate, "Nobody answers")
	}, links(page, h.page()+"/override")}
}

func (h *pairsHall) before() []power {
	return []power{{"submit", func(who domain.PersonID) error {
		_, err := gateapp.SubmitGate(h.T.Context(), h.App, h.Actor(who),
			gateapp.Submission{Areas: []domain.AreaID{h.Area}, Gate: h.gate,
				Deviation: town.AllTheSame()})
		return err
	}, forms(h.page(), h.page()+"/attempts")}, h.override(h.page())}
}

func (h *pairsHall) open() []power {
	at := "/attempts/" + servertest.ID(h.attempt)
	sign := func(d gates.Decision) func(domain.PersonID) error {
		return func(who domain.PersonID) error {
			_, err := gateapp.SignGate(h.T.Context(), h.App, h.Actor(who), h.Decision(h.attempt, d))
			return err
		}
	}
	atHome := func(page see) bool { return page("/").Says("Read and decide") }
	return []power{
		{"sign", sign(gates.Approve), both(atHome, forms(at, at+"/check"))},
		{"stand aside", sign(gates.StandAside), atHome},
		{"withdraw", func(who domain.PersonID) error {
			return gateapp.WithdrawAttempt(h.T.Context(), h.App, h.Actor(who), h.attempt, "Wrong")
		}, links(at, at+"/withdrawal")},
		h.override(at),
	}
}

// members gives the Member who is asked a second role after the other.
func (h *pairsHall) members(t *testing.T) {
	list := map[policy.Role]string{"": "", policy.LAC: "", policy.Clerk: "", policy.Director: "",
		policy.NamedOfficer: "", policy.ExecutiveMember: "",
		policy.CLO: "withdraw: seat", policy.CPO: "withdraw: seat, override: seat"}
	h.Assign(h.Maire, h.Area, policy.CLO)
	for role, also := range list {
		name, want := "Member", "sign: may, stand aside: may"
		if role != "" {
			name += " and " + role.Words()
			h.Grant(h.Maire, role, 0)
		}
		if also != "" {
			want += ", " + also
		}
		cells(t, h.Town, "with its Members", []somebody{{name, h.Maire, want}}, h.open())
		h.Forced("a role is held for one row", `DELETE FROM role_grants WHERE person_id = $1`, int64(h.Maire))
	}
}

// nobodyLeft has every Member stand aside or leave: it is overridden or withdrawn, by whom it did not ask.
func (h *pairsHall) nobodyLeft(t *testing.T) {
	h.Leaves(h.Upper)
	for _, who := range []domain.PersonID{h.both, h.seated, h.Maire} {
		h.Sign(who, h.attempt, gates.StandAside)
	}
	h.Leaves(h.Lower)
	h.Move(town.ADay)
	h.Grant(h.Maire, policy.CPO, 0)
	if !h.Attempt(h.attempt).Open() {
		t.Fatal("it is decided without anybody who counts")
	}
	goOn := stopAtAudit(h.Town)
	defer goOn()
	at := "/attempts/" + servertest.ID(h.attempt)
	cells(t, h.Town, "nobody left to count", []somebody{
		{"planning officer", h.Owen, "override: may"},
		{"planning officer who submitted", h.brought, "override: submitted"},
		{"deputy of who submitted", h.deputy, "override: may"},
		{"liaison officer", h.Nia, ""},
		{"planning officer and Member who stood aside", h.both, "override: seat"},
		{"deputy and Member who stood aside", h.seated, "override: seat"},
		{"planning officer who stood aside and has left", h.Maire, "override: signed"},
		{"planning officer and substitute of who stood aside", h.early, "override: seat"},
		{"Member who left without a decision", h.Suresh, ""},
		{"administrator", h.Admin, ""},
	}, []power{h.override(at)})
}

// Every pair of powers over calling gate 2 back, in one person.
func TestEveryPairOfPowersOverACallBack(t *testing.T) {
	c := town.NewChamber(t) // whose one priority came after the list was signed
	h := &pairsHall{Town: c}
	substitute, elsewhere, brought := c.Person("Caradoc Finch"), c.Person("Bronagh Tiernan"), c.Nia
	admin := c.Person("Ottoline Voss", policy.Admin)
	c.Term(substitute, c.Seat("ward", "Far Quay"))
	c.Term(elsewhere, c.Seat("division", "Far Moor"))
	c.Move(town.ADay)
	c.StandsIn(substitute, c.Keep, 0, 5)
	c.TakesOver(brought, c.Quay) // who submitted gate 2
	c.TakesOver(admin, c.Upper)
	deputy := c.Person("Ifan Okonjo")
	c.Grant(c.Aneurin, policy.CPO, 0)
	c.Grant(c.Maire, policy.Clerk, 0)
	if err := named(c, c.Owen, deputy, policy.CPO); err != nil {
		t.Fatal(err)
	}
	stopAtAudit(c)
	at := fmt.Sprintf("/areas/%d/priorities/", c.Area)
	cells(t, c, "gate 2 is passed", []somebody{
		{"Member and planning officer", c.Aneurin, "call back: may"},
		{"Member and clerk", c.Maire, "call back: may"},
		{"Member who submitted it", brought, "call back: submitted"},
		{"administrator and Member", admin, ""},
		{"substitute", substitute, "call back: seat"},
		{"Member elsewhere", elsewhere, ""},
		{"Member who has left", c.Priya, ""},
		{"planning officer", c.Owen, ""},
		{"deputy of the planning officer", deputy, ""},
		{"clerk", c.Clerk, ""},
	}, []power{{"call back", func(who domain.PersonID) error {
		return gateapp.CallBackGate(t.Context(), h.App, h.Actor(who), c.Area, "The bins were dropped")
	}, links(at+"difference", at+"call-back")}})
}

// What a deputy did with a gate is shown as a deputy's: on the gate, in lists, over the area, in the snapshot that
// Members sign, and in notices.
func TestDeputiesAreShownWithAGate(t *testing.T) {
	c := town.NewCastle(t)
	deputy := c.Person("Ifan Okonjo", policy.CLO) // of another area
	if err := named(c, c.Owen, deputy, policy.CPO); err != nil {
		t.Fatal(err)
	}
	const shown = "Ifan Okonjo, deputy for Owen Adeyemi"
	says := func(who domain.PersonID, words string, pages ...string) {
		t.Helper()
		for _, path := range pages {
			if p := c.As(who).Get(path); !p.Says(words) {
				t.Errorf("%s does not say %q: %s", path, words, p.Words())
			}
		}
	}
	submit := gateapp.Submission{Areas: []domain.AreaID{c.Area}, Gate: domain.GateAreas}
	ids, err := gateapp.SubmitGate(t.Context(), c.App, c.Actor(deputy), submit)
	if err != nil {
		t.Fatal(err)
	}
	at, area := "/attempts/"+servertest.ID(ids[0]), "/areas/"+servertest.ID(c.Area)
	says(c.Maire, "by "+shown, at, area+"/gates/1", "/gates")
	if got, err := c.Attempt(ids[0]).Content(); err != nil || got.SubmittedBy != shown {
		t.Errorf("the snapshot is submitted by %q, %v", got.SubmittedBy, err)
	}
	c.WantLines([]string{"1"}, `SELECT count(*)::text FROM notices WHERE event = 'gate submitted'
		AND body LIKE '% Submitted by `+shown+`.'`)
	if err := gateapp.WithdrawAttempt(t.Context(), c.App, c.Actor(deputy), ids[0],
		"The boundary was wrong"); err != nil {
		t.Fatal(err)
	}
	says(c.Nia, "by "+shown, at)
	c.WantLines([]string{"1"}, `SELECT count(*)::text FROM notices WHERE event = 'gate withdrawn'
		AND body LIKE '%: withdrawn by `+shown+`.%'`)
	ids[0] = c.Submit(domain.GateAreas)[0]
	if err := gateapp.OverrideGate(t.Context(), c.App, c.Actor(deputy), c.Area, domain.GateAreas,
		"Nobody answers"); err != nil {
		t.Fatal(err)
	}
	says(c.Nia, shown, "/attempts/"+servertest.ID(ids[0]), area)
	c.Verify()
}
