package conditionweb_test

import (
	"net/url"
	"slices"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

const page = "/conditions/1"

// set is an area in which the first Member set a condition at gate 1, due in forty days; its officer is responsible.
func set(t *testing.T) (*servertest.Harness, servertest.Quarter) {
	t.Helper()
	h := servertest.New(t)
	q := h.Quarter("Castle")
	h.Exec(`UPDATE gate_rules SET rule = 'all'`)
	servertest.Decide(t, h, q.Members[0], servertest.Submit(t, h, q, 1), "decision", "approve with conditions",
		"condition-1", "Light the path", "due-1", domain.DateOf(h.Now()).AddDays(40).String(), "before-1", "yes").
		Want(t, 303)
	return h, q
}

// send opens the page and sends its form with what it carries, and the pairs.
func send(t *testing.T, c *servertest.Client, to string, pairs ...string) *servertest.Page {
	t.Helper()
	form := c.Get(page).Want(t, 200).Hidden(page + posted(to))
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return c.PostForm(page+to, form)
}

// posted is where the form of a step goes from the condition's page: an answer and a decision are checked first.
func posted(to string) string {
	if to == "/answers" || to == "/decisions" {
		return to + "/check"
	}
	return to
}

func reported(t *testing.T) (*servertest.Harness, servertest.Quarter) {
	t.Helper()
	h, q := set(t)
	send(t, h.As(q.Officer), "/reports", "how", "Three lamps").Want(t, 303)
	return h, q
}

// Who sees the page, with which forms, and how each form answers whom it is not for, as the condition goes its way.
func TestWhoSeesWhichForms(t *testing.T) {
	h, q := set(t)
	other := h.Quarter("Wharf")
	type row struct {
		who   domain.PersonID
		sees  int      // the page
		forms []string // as it is open, reported met, and unanswered
		sent  []int    // what a report, an answer, a decision and an owner answer, unfit as they are
	}
	rows := map[string]row{
		"its officer": {q.Officer, 200, []string{"/reports /owner", "", ""}, []int{422, 403, 403, 422}},
		"the planning officer": {q.Planner, 200, []string{"/reports /owner", "", "/decisions"},
			[]int{422, 403, 422, 422}},
		"who set it":            {q.Members[0], 200, []string{"", "/answers", "/answers"}, []int{403, 422, 403, 403}},
		"another Member":        {q.Members[1], 200, []string{"", "", ""}, []int{403, 403, 403, 403}},
		"a Member of elsewhere": {other.Members[0], 404, nil, []int{403, 404, 403, 403}},
		"an officer elsewhere":  {other.Officer, 200, []string{"", "", ""}, []int{403, 403, 403, 403}},
		"a coordinator": {h.Person("Ewa Nowak", policy.LAC), 200, []string{"", "", ""},
			[]int{403, 403, 403, 403}},
		"a service officer": {h.Person("Gethin Rao", policy.Service), 200, []string{"", "", ""},
			[]int{403, 403, 403, 403}},
		"a director": {h.Person("Zofia Hale", policy.Director), 200, []string{"", "", ""},
			[]int{403, 403, 403, 403}},
		"a partner":        {h.Person("Abena Pike", policy.Partner), 403, nil, []int{403, 403, 403, 403}},
		"an administrator": {h.Person("Ravi Stone", policy.Admin), 403, nil, []int{403, 403, 403, 403}},
	}
	forms := func(stage int) {
		t.Helper()
		for name, r := range rows {
			p := h.As(r.who).Get(page).Want(t, r.sees)
			if r.sees != 200 {
				continue
			}
			var got string
			for _, f := range []string{"/reports", "/answers", "/decisions", "/owner"} {
				if slices.Contains(p.Forms(), page+posted(f)) {
					got += " " + f
				}
			}
			if want := r.forms[stage]; got != "" && got[1:] != want || got == "" && want != "" {
				t.Errorf("%s at stage %d has the forms%s, want %s", name, stage, got, want)
			}
			if faults := p.Faults(); len(faults) > 0 {
				t.Errorf("%s: %v", name, faults)
			}
		}
	}
	forms(0)
	for name, r := range rows {
		for i, to := range []string{"/reports", "/answers", "/decisions", "/owner"} {
			if got := h.As(r.who).Post(page + to).Status; got != r.sent[i] {
				t.Errorf("%s sends %s: %d, want %d", name, to, got, r.sent[i])
			}
		}
	}
	send(t, h.As(q.Officer), "/reports", "how", "Three lamps").Want(t, 303)
	forms(1)
	h.Move(20 * 24 * time.Hour)
	forms(2)
	h.As(q.Officer).Get("/conditions/99").Want(t, 404)
	h.Browser().Get(page).Want(t, 303)
}

// What is missing or too long is said by the field, with what was typed kept, and nothing changes.
func TestBadInputIsSaidByTheField(t *testing.T) {
	h, q := set(t)
	long := make([]byte, 2001)
	for i := range long {
		long[i] = 'x'
	}
	steps := func() int64 { return h.Int(`SELECT count(*) FROM condition_steps`) }
	refused := func(who domain.PersonID, to, field, keeps, kept string, pairs ...string) {
		t.Helper()
		was := steps()
		p := send(t, h.As(who), to, pairs...).Want(t, 422)
		if p.Problem(field) == "" || len(p.Problems()) != 1 {
			t.Errorf("%s %v: by %s %q, in all %v", to, pairs, field, p.Problem(field), p.Problems())
		}
		if got, _ := p.Field(keeps); keeps != "" && got != kept {
			t.Errorf("%s: %s is %q, want %q", to, keeps, got, kept)
		}
		if steps() != was || h.Int(`SELECT owner_id FROM conditions`) != int64(q.Officer) {
			t.Errorf("%s %v changed something", to, pairs)
		}
	}
	refused(q.Officer, "/reports", "how", "", "", "how", "  ")
	refused(q.Officer, "/reports", "how", "how", string(long), "how", string(long))
	refused(q.Planner, "/owner", "owner", "", "", "owner", "x")
	refused(q.Planner, "/owner", "owner", "", "", "owner", servertest.ID(q.Members[0]))
	send(t, h.As(q.Officer), "/reports", "how", "Three lamps").Want(t, 303)
	refused(q.Members[0], "/answers", "answer", "reasons", "I wonder", "reasons", "I wonder")
	refused(q.Members[0], "/answers", "answer", "reasons", "I wonder", "reasons", "I wonder", "answer", "perhaps")
	refused(q.Members[0], "/answers", "reasons", "answer", "not met", "answer", "not met")
	h.Move(20 * 24 * time.Hour)
	refused(q.Planner, "/decisions", "outcome", "reason", "I looked", "reason", "I looked")
	refused(q.Planner, "/decisions", "reason", "outcome", "met", "outcome", "met")
}

// Where somebody was first, the form says so with what was typed, and nothing of it is recorded.
func TestWhoeverIsSecondIsToldSoWithTheirWords(t *testing.T) {
	h, q := set(t)
	late := func(who domain.PersonID, to, words string, first func(), pairs ...string) {
		t.Helper()
		c := h.As(who)
		form := c.Get(page).Want(t, 200).Hidden(page + posted(to))
		for i := 0; i+1 < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
		first()
		was := h.Int(`SELECT count(*) FROM condition_steps`)
		p := c.PostForm(page+to, form).Want(t, 409)
		if !p.Says("This condition is") || !p.Says(words) || len(p.Faults()) > 0 {
			t.Errorf("%s: %v, %s", to, p.Faults(), p.Words())
		}
		if h.Int(`SELECT count(*) FROM condition_steps`) != was {
			t.Errorf("%s recorded something", to)
		}
	}
	owner := func() { send(t, h.As(q.Officer), "/owner", "owner", servertest.ID(q.Planner)).Want(t, 303) }
	late(q.Planner, "/owner", "Oluwaseun Adébáyò is responsible for it", owner, "owner",
		servertest.ID(h.Person("Ifan Okonjo", policy.CPO)))
	report := func() { send(t, h.As(q.Officer), "/reports", "how", "Three lamps").Want(t, 303) }
	late(q.Planner, "/reports", "Four lamps, I say", report, "how", "Four lamps, I say")
	agree := func() { send(t, h.As(q.Members[0]), "/answers", "answer", "not met", "reasons", "Dark").Want(t, 303) }
	late(q.Members[0], "/answers", "All lit, I say", agree, "answer", "met", "reasons", "All lit, I say")
	report()
	h.Move(20 * 24 * time.Hour)
	h.Exec(`UPDATE conditions SET owner_id = $1`, int64(q.Officer))
	late(q.Planner, "/decisions", "I went to look", agree, "outcome", "met", "reason", "I went to look")
}

// An answer stands in the register like a signature, and asks for the password like one.
func TestAnAnswerAsksForThePasswordAgain(t *testing.T) {
	h, q := reported(t)
	h.Password(q.Members[0], servertest.Password)
	member := h.As(q.Members[0])
	if _, early := member.Get(page).Want(t, 200).Field("password"); early {
		t.Error("asked for within 15 minutes")
	}
	h.Move(16 * time.Minute)
	steps := h.Int(`SELECT count(*) FROM condition_steps`)
	for given, problem := range map[string]string{"": "Enter your password again",
		"not the password": "That is not your password"} {
		p := send(t, member, "/answers", "answer", "not met", "reasons", "Still dark", "password", given).Want(t, 422)
		if typed, _ := p.Field("reasons"); p.Problem("password") != problem || typed != "Still dark" {
			t.Errorf("%q: %q by the password, and %q was typed", given, p.Problem("password"), typed)
		}
	}
	if h.Int(`SELECT count(*) FROM condition_steps`) != steps {
		t.Error("an answer without proof is recorded")
	}
	send(t, member, "/answers", "answer", "met", "password", servertest.Password).Want(t, 303)
}

// Home leads who is asked to the condition, and not any more once it is done.
func TestHomeLeadsToWhatIsAsked(t *testing.T) {
	const asks = "A condition that you set is reported met: do you agree?"
	h, q := set(t)
	home := func(who domain.PersonID, link, words string, want bool) {
		t.Helper()
		p := h.As(who).Get("/").Want(t, 200)
		// The notices of home lead to the page of a condition after it is met as well.
		got := slices.Contains(p.Links(), link)
		if p.Says(words) != want || want && !got || !want && got && link != page {
			t.Errorf("home leads to %s: %v, says %q: %v; want %v", link, got, words, p.Says(words), want)
		}
	}
	home(q.Officer, page, "Conditions to be met", true)
	home(q.Members[0], page+"#agree", asks, false)
	send(t, h.As(q.Officer), "/reports", "how", "Three lamps").Want(t, 303)
	home(q.Members[0], page+"#agree", asks, true)
	home(q.Members[1], page+"#agree", asks, false)
	home(q.Planner, page, "Conditions to decide: no Member has answered", false)
	h.Move(20 * 24 * time.Hour)
	home(q.Planner, page, "Conditions to decide: no Member has answered", true)
	if h.As(q.Members[0]).Get(page).First("", "id", "agree") == nil {
		t.Error("the link's place is not on the page")
	}
	send(t, h.As(q.Members[0]), "/answers", "answer", "met").Want(t, 303)
	home(q.Members[0], page+"#agree", asks, false)
	home(q.Planner, page, "Conditions to decide: no Member has answered", false)
	home(q.Officer, page, "Conditions to be met", false)
}

// The page says what a Member's answer does and by when, and before which gate the condition has to be met.
func TestTheMemberReadsWhatTheAnswerDoes(t *testing.T) {
	h, q := reported(t)
	says := func(wants ...string) {
		t.Helper()
		p := h.As(q.Members[0]).Get(page).Want(t, 200)
		for _, want := range wants {
			if !p.Says(want) {
				t.Errorf("the page does not say %q: %s", want, p.Words())
			}
		}
	}
	says("Please answer by 24 March 2026. Without an answer, the community planning officer decides after that.",
		"To be met before Gate 2. Until it is met, that gate can neither be submitted nor pass",
		"The condition is closed. Nothing more is asked of anybody.")
	h.Move(20 * 24 * time.Hour)
	says("Your answer was due by 24 March 2026. It still counts until the community planning officer decides.")
	send(t, h.As(q.Members[0]), "/answers", "answer", "met").Want(t, 303)
	if p := h.As(q.Members[0]).Get(page); !p.Says("To be met before Gate 2 ") || p.Says("neither be submitted") {
		t.Errorf("met: %s", p.Words())
	}
}

// Before an answer or a decision is recorded, a page says what it will say and do, without recording anything; what was
// typed is kept on the way there and back.
func TestAnAnswerIsCheckedBeforeItIsRecorded(t *testing.T) {
	h, q := reported(t)
	for _, x := range []struct {
		who   domain.PersonID
		to    string
		field string // of the words
		yes   []string
		says  []string
	}{
		{q.Members[0], "/answers", "reasons", []string{"answer", "not met", "reasons", "Two lamps are out"}, []string{
			"Check your answer", "Nothing is recorded yet", "Three lamps", "No, it is not met", "Two lamps are out",
			"The condition is open again", "It goes into the register", "are told, with your words"}},
		{q.Planner, "/decisions", "reason", []string{"outcome", "met", "reason", "I saw them"}, []string{
			"Check your decision", "Yes, it is met", "I saw them", "The condition is closed"}},
	} {
		c := h.As(x.who)
		steps := h.Int(`SELECT count(*) FROM condition_steps`)
		wrong := send(t, c, x.to+"/check", x.yes[2:]...).Want(t, 422)
		if typed, _ := wrong.Field(x.field); wrong.Problem(x.yes[0]) == "" || typed != x.yes[3] {
			t.Errorf("%s: %v, with %q typed", x.to, wrong.Problems(), typed)
		}
		check := send(t, c, x.to+"/check", x.yes...).Want(t, 200)
		for _, words := range x.says {
			if !check.Says(words) {
				t.Errorf("the check of %s does not say %q: %s", x.to, words, check.Words())
			}
		}
		record := check.Hidden(page + x.to)
		back := copied(record)
		back.Set("do", "change")
		if p := c.PostForm(page+x.to+"/check", back).Want(t, 200); p.Heading() != "Condition" {
			t.Errorf("changed, it is %s", p.Heading())
		} else if typed, _ := p.Field(x.field); typed != x.yes[3] {
			t.Errorf("changed, %q is typed", typed)
		}
		if n := h.Int(`SELECT count(*) FROM condition_steps`); n != steps {
			t.Errorf("the check of %s recorded something", x.to)
		}
		if faults := check.Faults(); len(faults) > 0 {
			t.Errorf("%s: %v", x.to, faults)
		}
		if x.to == "/answers" {
			c.PostForm(page+x.to, record).Want(t, 303)
			c.PostForm(page+x.to+"/check", record).Want(t, 409)
			send(t, h.As(q.Officer), "/reports", "how", "Three lamps").Want(t, 303)
			h.Move(20 * 24 * time.Hour)
			continue
		}
		c.PostForm(page+x.to, record).Want(t, 303)
	}
}

func copied(v url.Values) url.Values {
	to := url.Values{}
	for name, values := range v {
		to[name] = slices.Clone(values)
	}
	return to
}
