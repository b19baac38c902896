//go:build browser

package browser

import (
	"encoding/json"
	"strings"
)

// schedule puts the decision on the agenda, from what waits at home.
func schedule(b *tab) {
	b.t.Helper()
	b.press("Read the report: Wystan Head")
	b.sees("Have regard to and approve the draft Local Community Action Plan for Wystan Head")
	b.sees(walked)
	b.press("Schedule the decision")
	b.press("Save")
	b.is(422)
	b.date("When is it to be decided?", "17", "3", "2026")
	b.tick("The Executive")
	b.tickIn("Is it a key decision?", "Yes")
	b.press("Save")
	b.is(422)
	b.fill("Reference in the forward plan", "FP/2026/031")
	b.press("Save")
	b.sees("FP/2026/031")
	b.follow("Note how it was announced, or an exception")
	b.tick("Special urgency")
	b.date("On which day?", "10", "3", "2026")
	b.fill("Who was told, or agreed?", "Councillor Anwen Pryce, chair of overview and scrutiny")
	b.fill("Why is full notice impracticable?", "The fund closes in May")
	b.press("Continue")
	b.sees("Nothing is recorded yet")
	b.press("Note how it was announced")
	b.sees("Special urgency")
}

// decideItems records what was decided on each recommendation: the bid in part, the rest as recommended.
func decideItems(b *tab) {
	b.t.Helper()
	b.press("Read the report: Wystan Head")
	b.press("Record the decision")
	b.press("Continue")
	b.is(422)
	for _, item := range read[[]string](b,
		`[...document.querySelectorAll("main details")].filter(d => d.textContent.trim().startsWith("("))
			.map(d => d.querySelector("legend").textContent.trim() + "|" + d.textContent)`) {
		question, words, _ := strings.Cut(item, "|")
		if !strings.Contains(words, "Salt for the last mile") {
			b.tickIn(question, "Agreed")
			continue
		}
		b.tickIn(question, "Amended")
		b.fillIn(question, "What was resolved",
			"That the bid be made for two thousand pounds, the parish finding the rest.")
		b.fillIn(question, "Amount approved", "2,000")
	}
	b.fill("Reasons for the decision", "Sixty of ninety people put the road first.")
	b.fill("Alternatives considered and rejected", "None")
	b.date("When was it decided?", "17", "3", "2026")
	b.press("Continue")
	b.sees("Nothing is recorded yet")
	b.press("Record the decision")
	b.is(200)
	b.sees("it was resolved – That:")
	b.sees("Approved: £2,000")
}

func publish(b *tab) {
	b.t.Helper()
	b.press("Note its publication")
	b.date("When was the decision published?", "17", "3", "2026")
	b.press("Continue")
	b.sees("Nothing is recorded yet")
	b.press("Change")
	b.press("Continue")
	b.press("Note its publication")
	b.sees("Can be called in until")
}

// calledIn notes that the decision is called in, and that the committee refers it back.
func calledIn(b *tab) {
	b.t.Helper()
	b.follow("Note a call-in")
	b.press("Continue")
	b.is(422)
	b.fill("Who calls it in?", "The scrutiny committee")
	b.fill("How many Members ask for it?", "7")
	b.date("When?", "17", "3", "2026")
	b.fill("For what reason?", "The bus company was not asked.")
	b.press("Continue")
	b.sees("The decision stops")
	b.press("Note the call-in")
	b.sees("By The scrutiny committee (7 Members)")
	b.press("Close the call-in")
	b.press("Continue")
	b.is(422)
	b.tick("Referred back")
	b.fill("Which body decided?", "The scrutiny committee")
	b.date("On which day?", "17", "3", "2026")
	b.fill("Reference of the minute", "SC/26/9")
	b.fill("What the minute says", "Ask the bus company first.")
	b.press("Continue")
	b.sees("Nothing is recorded yet")
	b.press("Close the call-in")
	b.sees("Ask the bus company first.")
}

// inForce is what a decision in force shows, and what it feeds into corporate planning.
func inForce(b *tab) {
	b.t.Helper()
	b.visit("/decisions")
	b.follow("Wystan Head")
	b.sees("In force")
	table := string(b.download("Download the feed for spreadsheets (CSV)"))
	if !strings.Contains(table, walked) || !strings.Contains(table, "350.50") {
		b.t.Errorf("the feed is %s", table)
	}
	if feed := b.download("Download the feed for programs (JSON)"); !json.Valid(feed) || !strings.Contains(string(feed),
		walked) {
		b.t.Errorf("the feed is %s", feed)
	}
}
