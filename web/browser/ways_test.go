//go:build browser

package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"fourgates/internal/world"
)

// Without JavaScript, on a phone: an issue is raised, gate 1 submitted and signed.
func TestWithoutScriptOnAPhone(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	officer := s.open(t, phone).withoutScript()
	signIn(officer, "clo")
	if read[bool](officer, `document.body.classList.contains("js-enabled")`) {
		t.Fatal("the page's script has run")
	}
	raise(officer, "Railings bent at the top of the steps", "Feeling safe", "Community")
	officer.sees("Railings bent at the top of the steps")
	triage(officer, "Feeling safe", "Borough")
	submit(officer, 1)

	member := s.open(t, phone).withoutScript()
	signIn(member, "member.ward.1")
	toDecision(member, "Hollin Green")
	member.press("Continue")
	member.is(422)
	member.sees("Choose your decision")
	conditions(member)
	decide(member, "Approve with conditions")
	member.sees("Ask the bus company for the counts of the last journeys.")

	// A changed mind: the form is as it was filled in, and Change leads back to it from the check with what is typed
	// now.
	member.follow("Change my decision on Hollin Green")
	member.fill("Comment, reasons or interest", "I have seen the counts.")
	member.tick("Approve")
	member.press("Continue")
	member.sees("In place of")
	member.sees("binds nobody any more")
	member.press("Change")
	if on := read[string](member, `document.querySelector("[name=comment]").value`); on != "I have seen the counts." {
		t.Errorf("back in the form the comment is %q", on)
	}
	decide(member, "Approve")
	member.follow("See who else has decided")
	member.sees("Decisions that were changed")
	member.sees("Replaced on")
}

// With keys alone: the skip link, signing in, and a Member's decision.
func TestByKeyboard(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	b := s.open(t, desktop)
	b.visit("/sign-in")
	b.key(kb.Tab)
	if on := read[string](b, `document.activeElement.textContent.trim()`); on != "Skip to main content" {
		t.Fatalf("the first key goes to %q, not to the skip link", on)
	}
	b.key(kb.Enter)
	if on := read[string](b, `document.activeElement.tagName`); on != "MAIN" {
		t.Errorf("the skip link leads to %s", on)
	}
	b.tabTo(`name=email`)
	b.do("type the address", typed("member.ward.10@demo.test"))
	b.tabTo(`name=password`)
	b.do("type the password", typed(world.Password))
	b.enter()

	b.visit(s.path(openAtTown))
	b.tabTo(`type=radio`)
	b.key(" ")
	if on := read[string](b, `document.querySelector("[name=decision]:checked")?.value ?? ""`); on != "approve" {
		t.Errorf("Space chose %q", on)
	}
	b.tabTo(`name=comment`)
	b.do("type a comment", typed("Seen with my own eyes."))
	b.key(kb.Tab)
	b.enter()
	b.sees("Check your decision")
	b.tabTo(`id=record`)
	b.enter()
	b.sees("Your decision is recorded")
}

// While a title is typed, the issues that look like it are named under it, and go again with it; axe finds nothing in
// either state (D7).
func TestLikelyIssuesAreNamedWhileTyping(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	officer := signIn(s.open(t, phone), "clo")
	officer.visit(s.path(hollinGreen + "/issues/new"))
	named := `[...document.querySelectorAll("[data-module=fg-likely] a")].some(a => a.textContent.includes("Dog fouling on the rec, mainly the Castle Mead side"))`
	officer.fill("Title", "Dog fouling on the rec again")
	officer.waits("the likely issue", named)
	officer.check()
	officer.fill("Title", "Zzz")
	officer.waits("none again", `document.querySelector("[data-module=fg-likely]").children.length === 0`)
}
