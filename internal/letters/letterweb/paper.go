package letterweb

import (
	"crypto/rand"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/gates/gateweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

// paper is an open gate, and the Member whose decision on paper is to be recorded.
type paper struct {
	gates.Attempt
	Member domain.PersonID
	Asked  []gates.Signatory
}

// paperOf loads the gate of the address and the Member that the request names. It refuses what would be refused in the
// end, whatever was decided.
func paperOf(c *serve.Call) (p paper, err error) {
	id, err := serve.PathID[domain.AttemptID](c, "attempt")
	if err != nil {
		return p, err
	}
	scope := policy.ScopeOf(c.Actor, policy.ViewGates)
	if p.Attempt, err = gatestore.Attempt(c.Context(), c.Read, scope, id); err != nil {
		return p, err
	}
	if err := gates.CheckGate(c.Actor, policy.RecordPaper, p.Area); err != nil {
		return p, err
	}
	f := form.New(c.Form)
	if p.Member = form.ID[domain.PersonID](&f, "member", ""); p.Member == 0 {
		return p, domain.ErrNotFound
	}
	m, err := gatestore.Matter(c.Context(), c.Read, p.Area, p.Gate, c.Today())
	if err != nil {
		return p, err
	}
	if err := domain.BlockedBy(m.RecordBlockers(c.Actor.Self())); err != nil {
		return p, err
	}
	if p.Asked, err = gatestore.Signatories(c.Context(), c.Read, id, c.Today()); err != nil {
		return p, err
	}
	return p, domain.BlockedBy(gates.PaperBlockers(p.Asked, p.Member))
}

// own lists the Member's places.
func (p paper) own() []gates.Signatory {
	var list []gates.Signatory
	for _, s := range p.Asked {
		if s.Holder == p.Member {
			list = append(list, s)
		}
	}
	return list
}

// newPaper shows the form that records a decision on paper; one that changes an earlier one names it.
func newPaper(c *serve.Call, p paper) error {
	f := form.With("key", rand.Text(), "digest", p.Digest.String())
	if was := gates.Changeable(p.Asked, domain.Self{p.Member}); len(was) > 0 {
		f.Values.Set("replaces", strings.Join(gates.References(was), " "))
	}
	return paperForm(c, p, f)
}

func paperForm(c *serve.Call, p paper, f form.Form) error {
	owners, err := gatestore.Owners(c.Context(), c.Read, p.Area, c.Today())
	if err != nil {
		return err
	}
	const title = "Record a decision on paper"
	return c.Page(f, PaperForm(PaperProps{Shell: c.Shell(title).Under("Gates", "/gates", "The gate", p.path(""), title),
		Form: f, Attempt: p.Attempt, For: p.own(), Options: gateweb.DecisionOptions(f, owners)}))
}

// decodePaper reads what was decided, by whom and when.
func decodePaper(f *form.Form, p paper) gateapp.Signature {
	s := gateweb.DecodeSignature(f, p.ID)
	s.Paper = &gateapp.Paper{Member: p.Member, SignedOn: f.Date("signed", "Enter the day on which it was signed")}
	return s
}

// checkPaper shows what will be recorded and what that does.
func checkPaper(c *serve.Call, p paper) error {
	f := c.Posted()
	if f.Has("do", "change") {
		return paperForm(c, p, form.New(f.Values))
	}
	return paperCheck(c, p, f, decodePaper(&f, p), nil)
}

func paperCheck(c *serve.Call, p paper, f form.Form, s gateapp.Signature, wrong []form.Problem) error {
	var checked gates.Checked
	if err := f.Save(func() (err error) {
		checked, err = gateapp.CheckSignature(c.Context(), c.App, c.Actor, s)
		return err
	}); err != nil {
		return err
	}
	switch {
	case f.Stale():
		return domain.ErrConflict
	case !f.OK():
		return paperForm(c, p, f)
	case checked.Recorded:
		return c.To("/attempts/%d", p.ID)
	}
	f.Problems = wrong
	const title = "Check before it is recorded"
	return c.Page(f, PaperCheck(PaperProps{
		Shell: c.Shell(title).Under("Gates", "/gates", "The gate", p.path(""), title), Form: f, Attempt: p.Attempt,
		For: p.own(), Checked: checked, SignedOn: s.Paper.SignedOn, Effects: gateweb.OutcomeWords(p.Attempt,
			checked.Foreseen), ProofNeeded: !c.ProofFresh()}))
}

// recordPaper records a decision on paper with its scan.
func recordPaper(c *serve.Call, p paper) error {
	f := c.Posted()
	s := decodePaper(&f, p)
	s.Paper.Content, s.Paper.File = serve.Uploaded(c, "file"), serve.UploadedName(c, "file")
	if f.OK() {
		if err := c.AskProof(&f); err != nil {
			return err
		}
		if len(s.Paper.Content) == 0 {
			f.Add("file", "Choose the scan of the paper")
		}
		if !f.OK() {
			return paperCheck(c, p, form.New(f.Values), s, f.Problems)
		}
	}
	if err := f.Save(func() error {
		_, err := gateapp.RecordPaper(c.Context(), c.App, c.Actor, s)
		return err
	}); err != nil {
		return err
	}
	switch {
	case f.Stale():
		return domain.ErrConflict
	case f.Problem("file") != "":
		return paperCheck(c, p, form.New(f.Values), s, f.Problems)
	case !f.OK():
		return paperForm(c, p, f)
	}
	return c.Done("Recorded as decided on paper", "/attempts/%d", p.ID)
}
