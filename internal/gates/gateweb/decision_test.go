package gateweb_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/serve/servertest"
)

// checked opens the attempt as the person and sends a decision to its check.
func checked(t *testing.T, member *servertest.Client, attempt, form string, pairs ...string) *servertest.Page {
	t.Helper()
	values := member.Get(form).Want(t, 200).Hidden(attempt + "/check")
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return member.PostForm(attempt+"/check", values)
}

func says(t *testing.T, p *servertest.Page, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !p.Says(want) {
			t.Errorf("%s does not say %q: %s", p.Asked, want, p.Words())
		}
	}
}

// Before a decision is recorded, a page says what it will be and do, by the rule; nothing is stored, and Change leads
// back with everything kept (rulings, 4).
func TestDecisionIsCheckedBeforeItIsRecorded(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	h.Exec(`UPDATE gate_rules SET rule = 'all'`)
	attempt := servertest.Submit(t, h, q, 1)
	due := domain.DateOf(h.Now()).AddDays(40)
	for name, c := range map[string]struct {
		typed []string
		says  []string
	}{
		"approve": {[]string{"decision", "approve", "comment", "Good.", "condition-1", "Never mind", "due-1-day", "x"},
			[]string{"You Approve", "Conditions None", "Comment Good.", "Signing for Castle ward 0, Test borough",
				"Siân Prys-Llewelyn and Oluwaseun Adébáyò are told.",
				"3 Members are still waited for, until 24 March 2026: Rajeshwari, Tomos ap Rhys, Mary-Ann O’Dowd.",
				"You can change your decision until the gate is decided"}},
		"with conditions": {[]string{"decision", "approve with conditions", "condition-1", "Light the path", "due-1",
			due.String(), "before-1", "yes"},
			[]string{"You Approve with conditions", "Condition 1 Light the path Due " + due.Words() +
				". Siân Prys-Llewelyn answers for it. It must be met before the next gate."}},
		"defer": {[]string{"decision", "defer", "comment", "The costs", "resubmit", due.String()},
			[]string{"You Defer", "Reasons The costs", "To come back by " + due.Words(),
				"It decides the gate: deferred.", "3 Members will no longer be asked: Rajeshwari, Tomos ap Rhys, " +
					"Mary-Ann O’Dowd."}},
		"reject": {[]string{"decision", "reject", "comment", "The wrong ward"},
			[]string{"It decides the gate: rejected. The gate goes back to its officer",
				"3 Members will no longer be asked", "You cannot change your decision after it"}},
		"aside": {[]string{"decision", "stand aside", "comment", "I own the shop"},
			[]string{"You Stand aside", "Interest I own the shop", "The gate stays open."}},
	} {
		t.Run(name, func(t *testing.T) {
			member := h.As(q.Members[0])
			p := checked(t, member, attempt, attempt, c.typed...).Want(t, 200)
			if p.Heading() != "Check your decision" || len(p.Faults()) > 0 {
				t.Errorf("%q, %v", p.Heading(), p.Faults())
			}
			says(t, p, append(c.says, "Nothing is recorded yet", "It goes into the register of decisions, under your "+
				"name")...)
			if strings.Contains(p.Words(), "Never mind") {
				t.Error("it shows a condition of a decision that was not chosen")
			}
			back := p.Hidden(attempt + "/signatures")
			back.Set("do", "change")
			form := member.PostForm(attempt+"/check", back).Want(t, 200)
			for i := 0; i+1 < len(c.typed); i += 2 {
				if strings.HasPrefix(c.typed[i], "due-1") || c.typed[i] == "resubmit" || c.typed[i] == "before-1" {
					continue // days have three fields
				}
				if got, _ := form.Field(c.typed[i]); got != c.typed[i+1] {
					t.Errorf("back in the form, %s is %q, want %q", c.typed[i], got, c.typed[i+1])
				}
			}
		})
	}
	if n := h.Int(`SELECT count(*) FROM signatures`); n != 0 {
		t.Errorf("%d decisions are recorded by looking", n)
	}
	for _, m := range q.Members[:3] {
		servertest.Decide(t, h, m, attempt, "decision", "approve").Want(t, 303)
	}
	says(t, checked(t, h.As(q.Members[3]), attempt, attempt, "decision", "approve").Want(t, 200),
		"The gate is passed by it. The area is selected, notices are made for its service managers and stakeholder "+
			"list")
}

// What cannot be recorded is said by the check as it is by the record: by the field, or with 409 and what was typed.
func TestCheckRefusesWhatTheRecordRefuses(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	attempt := servertest.Submit(t, h, q, 1)
	member := h.As(q.Members[0])
	if p := checked(t, member, attempt, attempt, "decision", "defer").Want(t, 422); p.Problem("comment") == "" {
		t.Errorf("no message by the field: %v", p.Problems())
	}
	form := member.Get(attempt).Hidden(attempt + "/check")
	form.Set("decision", "approve with conditions")
	form.Set("condition-1", "Light the path")
	form.Set("due-1", "2026-05-30")
	form.Set("comment", "Read on the bus.")
	record := member.PostForm(attempt+"/check", form).Want(t, 200).Hidden(attempt + "/signatures")
	h.As(q.Officer).Post(attempt+"/withdrawal", "reason", "The name was wrong.").Want(t, 303)
	for path, values := range map[string]url.Values{attempt + "/check": form, attempt + "/signatures": record} {
		says(t, member.PostForm(path, values).Want(t, 409), "was withdrawn while you were deciding",
			"The name was wrong.", "Read on the bus.",
			"Light the path", "30 May 2026", "You chose: approve with conditions")
	}
	h.As(q.Officer).PostForm(attempt+"/check", form).Want(t, 403)
	h.As(h.Quarter("Wharf").Members[0]).PostForm(attempt+"/check", form).Want(t, 404)
}

// The receipt says what is recorded and what happens next, and leads to changing it; the change is prefilled, says what
// it replaces, and both entries stay to be seen.
func TestDecisionIsChangedByItsPages(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	h.Exec(`UPDATE gate_rules SET rule = 'all'`)
	attempt := servertest.Submit(t, h, q, 1)
	member := h.As(q.Members[0])
	done := member.Follow(servertest.DecideAs(t, member, attempt, "decision", "approve with conditions", "comment",
		"But for one thing.",
		"condition-1", "Light the path", "due-1", "2026-05-30", "before-1", "yes").Want(t, 303)).Want(t, 200)
	says(t, done, "Your decision is recorded Reference FG-000002", "You Approve with conditions",
		"3 Members decide by 24 March 2026", "Change my decision on Castle",
		"Nothing else waits for your decision")
	again := checked(t, member, attempt, attempt+"/decision/change") // as it stands: the same decision
	for name, want := range map[string]string{"decision": "approve with conditions", "comment": "But for one thing.",
		"condition-1": "Light the path",
		"due-1-day":   "30", "due-1-month": "5", "due-1-year": "2026", "before-1": "yes", "replaces": "FG-000002"} {
		if got, _ := member.Get(attempt + "/decision/change").Field(name); got != want {
			t.Errorf("%s is %q in the form, want %q", name, got, want)
		}
	}
	again.Want(t, 422) // nothing is chosen by hidden fields alone
	p := checked(t, member, attempt, attempt+"/decision/change", "decision", "stand aside", "comment",
		"My sister sells the lamps.").Want(t, 200)
	says(t, p, "In place of FG-000002: you approved with conditions on 10 March 2026",
		"Your earlier decision, FG-000002, stays in the register, says that it is replaced",
		"1 condition that you set before binds nobody any more: “Light the path”", "The gate stays open.")
	record := p.Hidden(attempt + "/signatures")
	for range 2 {
		says(t, member.Follow(member.PostForm(attempt+"/signatures", record).Want(t, 303)).Want(t, 200),
			"Reference FG-000003", "You Stand aside", "My sister sells the lamps.")
	}
	// The check of a form that is recorded leads to its receipt.
	if p := member.PostForm(attempt+"/check", record).Want(t, 303); p.Location() != attempt+"/decision" {
		t.Errorf("a form that is recorded leads to %s", p.Location())
	}
	page := h.As(q.Members[1]).Get(attempt).Want(t, 200)
	says(t, page, "Decisions that were changed", "Replaced on 10 March 2026, 10:00am by FG-000003",
		"Conditions, void Light the path", "But for one thing.", "Stand aside")
	if page.Says("Owner Siân") {
		t.Error("a void condition stands among the conditions")
	}
	says(t, h.As(q.Planner).Get("/register/FG-000002").Want(t, 200), "No longer: replaced on 10 March 2026, 10:00am "+
		"by FG-000003", "Conditions, void")
	says(t, h.As(q.Planner).Get("/register/FG-000003").Want(t, 200), "Replaces FG-000002")
	says(t, h.As(q.Planner).Get("/register").Want(t, 200), "Signature: approve with conditions. Replaced by FG-000003",
		"Signature: stand aside, replaces FG-000002")

	// A change of another decision than stands, such as from an old tab, is told so.
	record.Set("key", strings.Repeat("k", 26))
	says(t, member.PostForm(attempt+"/signatures", record).Want(t, 409),
		"You decided on this gate elsewhere while this form was open", "My sister sells the lamps.")
	h.As(q.Members[1]).Get(attempt+"/decision").Want(t, 404)
	h.As(q.Members[1]).Get(attempt+"/decision/change").Want(t, 422)
	h.As(q.Officer).Get(attempt+"/decision/change").Want(t, 403)
	says(t, checked(t, member, attempt, attempt+"/decision/change", "decision", "approve").Want(t, 200),
		"you stood aside on")
	says(t, member.Get(attempt+"/decision/change").Want(t, 200), "You declared an interest: decide only if you no "+
		"longer have it.")
	if _, err := registerapp.VerifyRegister(t.Context(), h.App, domain.Digest{}); err != nil {
		t.Error(err)
	}
}

// A batch is checked as one: what each area's decision does, and one step that records them all.
func TestBatchIsCheckedBeforeItIsRecorded(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	h.Exec(`UPDATE gate_rules SET rule = 'all'`)
	second := h.Area("Wharf", q.Seats...)
	h.Assign(q.Officer, second, policy.CLO)
	h.ReadyForGate1(servertest.Quarter{Area: second, Officer: q.Officer, Planner: q.Planner, Members: q.Members})
	batch := h.As(q.Officer).Post("/batches", "areas", servertest.ID(q.Area), "areas", servertest.ID(second)).
		Want(t, 303).Location()
	member := h.As(q.Members[0])
	shown := member.Get(batch).Want(t, 200)
	// The page shows what is signed, each area's own; home and the gates lead to it by one entry.
	says(t, shown, "What is submitted for Castle", "What is submitted for Wharf", "Is it a meaningful community?",
		"Castle division 3")
	if faults := shown.Faults(); len(faults) > 0 {
		t.Errorf("faults %v", faults)
	}
	for _, path := range []string{"/", "/gates"} {
		p := member.Get(path).Want(t, 200)
		says(t, p, "2 areas submitted together", "Castle, Wharf")
		if !slices.Contains(p.Links(), batch) || p.Says("Read and decide: Castle") {
			t.Errorf("%s has not one entry for the batch: %s", path, p.Words())
		}
	}
	form := shown.Hidden(batch + "/check")
	form.Set("decision-1", "approve")
	form.Set("decision-2", "reject")
	form.Set("comment-2", "It is the wrong side of the river.")
	p := member.PostForm(batch+"/check", form).Want(t, 200)
	if faults := p.Faults(); len(faults) > 0 {
		t.Errorf("faults %v", faults)
	}
	says(t, p, "Check your decisions", "3 Members are still waited for", "It decides the gate: rejected.",
		"3 Members will no longer be asked", "It is the wrong side of the river.")
	if n := h.Int(`SELECT count(*) FROM signatures`); n != 0 {
		t.Errorf("%d decisions are recorded by looking", n)
	}
	record := p.Hidden(batch + "/signatures")
	record.Set("do", "change")
	back := member.PostForm(batch+"/check", record).Want(t, 200)
	if got, _ := back.Field("comment-2"); got != "It is the wrong side of the river." {
		t.Errorf("back in the form the comment is %q", got)
	}
	record.Del("do")
	for range 2 {
		says(t, member.Follow(member.PostForm(batch+"/signatures", record).Want(t, 303)).Want(t, 200),
			"Your decisions are recorded References FG-000003, FG-000004",
			"Castle, gate 1", "Wharf, gate 1", "Change my decision on Castle", "The gate is rejected.")
	}
	late := h.As(q.Members[1])
	form = late.Get(batch).Want(t, 200).Hidden(batch + "/check")
	form.Set("decision-1", "stand aside")
	form.Set("comment-1", "I let the boats.")
	h.As(q.Officer).Post("/attempts/1/withdrawal", "reason", "The name was wrong.").Want(t, 303)
	says(t, late.PostForm(batch+"/check", form).Want(t, 409), "One of these areas has changed or is closed",
		"You chose: stand aside", "I let the boats.")
	if n := h.Int(`SELECT count(*) FROM signatures`); n != 2 {
		t.Errorf("%d signatures", n)
	}
}
