package issues

import (
	"fmt"
	"testing"
	"time"

	"fourgates/internal/asks"
)

// State × answer × whether gate 2 has passed: where the quick win then stands.
func TestAnAnswerMovesAQuickWinAsFarAsItsLaneIsOpen(t *testing.T) {
	at := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		state  QuickWinState
		answer asks.Answer
		passed bool
		want   QuickWinState
		steps  string
	}{
		{WinProposed, asks.Answer{Outcome: asks.WillDo}, false, WinAgreed, "[agree]"},
		{WinProposed, asks.Answer{Outcome: asks.WillDo}, true, WinAgreed, "[agree]"},
		{WinAgreed, asks.Answer{Outcome: asks.WillDo}, true, WinAgreed, "[]"},
		{WinInProgress, asks.Answer{Outcome: asks.WillDo}, true, WinInProgress, "[]"},
		{WinProposed, asks.Answer{Outcome: asks.HasDone}, false, WinAgreed, "[agree]"},
		{WinProposed, asks.Answer{Outcome: asks.HasDone}, true, WinDone, "[agree start done]"},
		{WinAgreed, asks.Answer{Outcome: asks.HasDone}, true, WinDone, "[start done]"},
		{WinInProgress, asks.Answer{Outcome: asks.HasDone}, false, WinDone, "[done]"},
		{WinDone, asks.Answer{Outcome: asks.HasDone}, true, WinDone, "[]"},
		{WinConfirmed, asks.Answer{Outcome: asks.HasDone}, true, WinConfirmed, "[]"},
		{WinDropped, asks.Answer{Outcome: asks.WillDo}, true, WinDropped, "[]"},
		{WinPromoted, asks.Answer{Outcome: asks.HasDone}, true, WinPromoted, "[]"},
		{WinProposed, asks.Answer{Outcome: asks.CannotDo, Words: "No crew"}, true, WinProposed, "[]"},
		{WinInProgress, asks.Answer{NotOurs: true, Words: "The canal's"}, true, WinInProgress, "[]"},
	} {
		k := asks.Ask{Service: 4, To: "Parks", Answer: c.answer, AnsweredAt: &at}
		is, steps := QuickWin{State: c.state}.Answered(k, c.passed, at)
		if is.State != c.want || fmt.Sprint(steps) != c.steps {
			t.Errorf("%s, %+v, gate 2 passed %v: %s %v, want %s %s", c.state, c.answer, c.passed, is.State,
				steps, c.want, c.steps)
		}
		if len(steps) > 0 && is.Service != 4 {
			t.Errorf("%s, %+v: nobody delivers it", c.state, c.answer)
		}
		_, refused := QuickWin{State: c.state}.Refusal([]asks.Ask{{}, k})
		if want := c.answer.Words != "" && is.Draftable(); refused != want {
			t.Errorf("%s, %+v: refused %v", c.state, c.answer, refused)
		}
	}
	named := QuickWin{State: WinProposed, Organisation: 9}
	if is, _ := named.Answered(asks.Ask{Service: 4, Answer: asks.Answer{Outcome: asks.WillDo}}, true,
		at); is.Organisation != 9 || is.Service != 0 {
		t.Errorf("who was named to deliver it is named no more: %+v", is)
	}
}
