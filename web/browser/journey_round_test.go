//go:build browser

package browser

import (
	"strings"
	"testing"
)

// Without JavaScript, on a phone: an officer makes slips for the open round of Wystan Head, and somebody without
// account says with the code on one what matters most.
func TestACodeOnAPhoneWithoutScript(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	officer := s.open(t, phone).withoutScript()
	officer.as("clo")
	officer.visit(s.path(openRound))
	officer.fill("How many codes do you need?", "2")
	officer.press("Make the codes")
	officer.is(201)
	officer.sees("The codes are shown only now")
	code := read[string](officer, `document.body.innerText.match(/[C-Y]{4}-[C-Y]{4}-[C-Y]{4}/)[0]`)

	resident := s.open(t, phone).withoutScript()
	resident.visit("/say")
	resident.fill("Your code", strings.ToLower(strings.ReplaceAll(code, "-", "")))
	resident.press("Continue")
	resident.is(200)
	resident.sees("The whist drive chose with beans in jars")
	resident.press("Send my answer")
	resident.is(422)
	resident.sees("Choose at least one")
	resident.tick("Young people: last bus from the secondary school is the only bus")
	resident.tick("Community shop rota is six people")
	resident.fill("Anything to add? (optional)", "The nine o’clock bus as well.")
	resident.press("Send my answer")
	resident.is(200)
	resident.sees("Thank you")
	if cookies := read[string](resident, `document.cookie`); cookies != "" {
		t.Errorf("cookies: %s", cookies)
	}
	resident.visit("/say")
	resident.fill("Your code", code)
	resident.press("Continue")
	resident.is(422)
	resident.sees("This code cannot be used")
	if n := s.Int(`SELECT count(*) FROM online_round_answers WHERE words LIKE 'The nine o’clock bus%'`); n != 1 {
		t.Errorf("%d answers", n)
	}
}
