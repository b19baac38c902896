package gateweb_test

import (
	"fmt"
	"net/url"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// Before a gate is overridden or taken back, a page says what that does; nothing is recorded by it, and it leads back
// with what was typed (rulings, 4).
func TestOverrideAndWithdrawalAreCheckedBefore(t *testing.T) {
	for name, x := range map[string]struct {
		path func(area domain.AreaID, attempt int64) string
		who  func(h *servertest.Harness, q servertest.Quarter) domain.PersonID
		says []string
	}{
		"override": {func(area domain.AreaID, _ int64) string {
			return fmt.Sprintf("/areas/%d/gates/1/override", area)
		},
			func(h *servertest.Harness, _ servertest.Quarter) domain.PersonID {
				return h.Person("Orla Quist", policy.CPO)
			}, []string{"Nobody can change it there", "shown everywhere as overridden, never as signed",
				"4 Members who have not decided are no longer asked."}},
		"withdrawal": {func(_ domain.AreaID, attempt int64) string {
			return fmt.Sprintf("/attempts/%d/withdrawal", attempt)
		},
			func(_ *servertest.Harness, q servertest.Quarter) domain.PersonID { return q.Officer },
			[]string{"Nobody has decided on it yet.", "They are told, with this reason."}},
	} {
		t.Run(name, func(t *testing.T) {
			h := servertest.New(t)
			q := h.Quarter("Castle")
			servertest.Submit(t, h, q, 1)
			at := x.path(q.Area, h.Int(`SELECT max(id) FROM attempts`))
			who := h.As(x.who(h, q))
			if p := who.Get(at).Want(t, 200); !p.Says("Continue") || p.Hidden(at+"/check") == nil {
				t.Errorf("the form says %s", p.Words())
			}
			if p := who.Post(at+"/check", "reason", " ").Want(t, 422); p.Problem("reason") == "" {
				t.Errorf("without a reason: %s", p.Words())
			}
			check := who.Post(at+"/check", "reason", "The hall burnt down").Want(t, 200)
			for _, words := range append(x.says, "Nothing is recorded yet", "The hall burnt down") {
				if !check.Says(words) {
					t.Errorf("the check does not say %q: %s", words, check.Words())
				}
			}
			record := check.Hidden(at)
			back := who.PostForm(at+"/check", url.Values{"reason": record["reason"], "do": {"change"}}).Want(t, 200)
			if got, _ := back.Field("reason"); got != "The hall burnt down" {
				t.Errorf("changed back, the reason is %q", got)
			}
			if n := h.Int(`SELECT count(*) FROM attempts WHERE outcome IS NOT NULL`); n != 0 {
				t.Errorf("the check closed %d attempts", n)
			}
			who.PostForm(at, record).Want(t, 303)
			if n := h.Int(`SELECT count(*) FROM attempts WHERE outcome IS NOT NULL`); n != 1 {
				t.Errorf("recorded, %d attempts are closed", n)
			}
		})
	}
}
