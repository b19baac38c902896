package rounds_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/policy/policytest"
	"fourgates/internal/rounds"
)

func TestWhoHoldsOnlineRoundsAndWhoAnswers(t *testing.T) {
	policytest.Table(t, func(a policy.Actor) string {
		var may []string
		if rounds.MayHold(a, 1) {
			may = append(may, "hold")
		}
		if rounds.MayAnswer(a, 1) {
			may = append(may, "answer")
		}
		if rounds.MayHold(a, 2) || rounds.MayAnswer(a, 2) {
			may = append(may, "elsewhere too")
		}
		return strings.Join(may, ", ")
	},
		"liaison officer: hold",
		"planning officer: hold, elsewhere too",
		"coordinator: hold",
		"service 5: ",
		"Member: answer",
		"organisation 7: answer",
		"clerk: ",
		"director: ",
		"Executive Member: ",
		"administrator: ",
		"nobody: ",
	)
}

func TestCodesAreOfLettersThatNobodyMistakes(t *testing.T) {
	const form = `^[CDFGHJKMNPQRTWXY]{4}-[CDFGHJKMNPQRTWXY]{4}-[CDFGHJKMNPQRTWXY]{4}$`
	for n := range 256 {
		code, err := rounds.NewCode(bytes.NewReader([]byte{byte(n), 1, 2, 3, 4, byte(255 - n)}))
		if err != nil || !regexp.MustCompile(form).MatchString(code) {
			t.Fatalf("%q, %v", code, err)
		}
	}
	if _, err := rounds.NewCode(strings.NewReader("short")); err == nil {
		t.Error("a code is made of too few random bits")
	}
	for _, typed := range []string{"CDFG-HJKM-NPQR", "cdfg hjkm npqr", " cdfghjkmnpqr", "CDFG–HJKM.NPQR",
		"c d f g h j k m n p q r"} {
		if got := rounds.ReadCode(typed); got != "CDFGHJKMNPQR" {
			t.Errorf("%q is read as %q", typed, got)
		}
	}
}

func TestWhereARoundIsInItsLife(t *testing.T) {
	day := domain.NewDate(2027, 3, 1)
	r := rounds.Round{OpensOn: day, ClosesOn: day.AddDays(2)}
	cancelled, counted := r, r
	cancelled.CancelledAt, counted.Count = time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC), 7
	for _, c := range []struct {
		r    rounds.Round
		on   domain.Date
		want rounds.State
	}{{r, day.AddDays(-1), rounds.Planned}, {r, day, rounds.Open}, {r, day.AddDays(2), rounds.Open},
		{r, day.AddDays(3), rounds.Closed}, {cancelled, day, rounds.Cancelled}, {counted, day.AddDays(3),
			rounds.Counted}} {
		if got := c.r.State(c.on); got != c.want {
			t.Errorf("on %s it is %s, want %s", c.on, got, c.want)
		}
		if err := c.r.CheckState(c.on, c.want); err != nil {
			t.Errorf("%s: %v", c.want, err)
		}
		if err := c.r.CheckState(c.on); err == nil {
			t.Errorf("%s is taken for another state", c.want)
		}
	}
}
