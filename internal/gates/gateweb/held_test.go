package gateweb_test

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/serve/servertest"
)

// A gate that enough Members approve waits for a condition that must be met before it: the check says so before the
// decision is recorded, and the receipt and the gate after it, each naming the condition and whom it waits for.
func TestAHeldGateIsSaidToWaitForItsCondition(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	h.Exec(`UPDATE gate_rules SET rule = 'majority'`)
	one := servertest.Submit(t, h, q, 1)
	due := domain.DateOf(h.Now()).AddDays(40).String()
	servertest.Decide(t, h, q.Members[0], one, "decision", "approve with conditions", "condition-1", "Light the path.",
		"due-1", due).Want(t, 303)
	for _, m := range q.Members[1:3] {
		servertest.Decide(t, h, m, one, "decision", "approve").Want(t, 303)
	}
	h.ReadyForGate2(q)
	two := servertest.Submit(t, h, q, 2)
	h.Forced("from before conditions of every attempt bound", `UPDATE conditions SET before_next_gate = true`)
	for _, m := range q.Members[:2] {
		p := checked(t, h.As(m), two, two, "decision", "approve").Want(t, 200)
		if p.Says("waits for 1 condition") {
			t.Errorf("held before enough approve: %s", p.Words())
		}
		servertest.Decide(t, h, m, two, "decision", "approve").Want(t, 303)
	}
	third := h.As(q.Members[2])
	held := []string{"Enough Members approve, and the gate does not pass yet. It waits for 1 condition that must be " +
		"met first: “Light the path”",
		"It passes when Siân Prys-Llewelyn reports the condition met, and Aoife Ní Bhriain agrees.",
		"Until then these Members can still decide: Mary-Ann O’Dowd."}
	p := checked(t, third, two, two, "decision", "approve").Want(t, 200)
	says(t, p, append(held, "You can change your decision until the gate is decided")...)
	for _, wrong := range []string{"The gate is passed", "no longer be asked", "still waited for"} {
		if p.Says(wrong) {
			t.Errorf("the check says %q: %s", wrong, p.Words())
		}
	}
	says(t, checked(t, third, two, two, "decision", "stand aside", "comment", "I sell lamps").Want(t, 200), held[0])
	h.Forced("a batch is of gate 1, before which no condition can be due", `WITH b AS (INSERT INTO gate_batches
		(submitted_by, submitted_at)
		SELECT submitted_by, submitted_at FROM attempts WHERE gate = 2 RETURNING id) UPDATE attempts SET batch_id = (SELECT id FROM b) WHERE gate = 2`)
	form := third.Get("/batches/1").Want(t, 200).Hidden("/batches/1/check")
	form.Set("decision-2", "approve")
	says(t, third.PostForm("/batches/1/check", form).Want(t, 200), held...)
	says(t, third.Follow(servertest.DecideAs(t, third, two, "decision", "approve").Want(t, 303)).Want(t, 200), held...)
	says(t, h.As(q.Officer).Get(two).Want(t, 200), "Waits for Enough Members approve. It passes when Siân "+
		"Prys-Llewelyn reports the condition met, and Aoife Ní Bhriain agrees: Light the path.")
	h.As(q.Officer).Post("/conditions/1/reports", "seen", "0", "how", "Three lamps").Want(t, 303)
	says(t, third.Get(two+"/decision").Want(t, 200),
		"It passes when Aoife Ní Bhriain agrees that the condition is met.")
	says(t, checked(t, h.As(q.Members[3]), two, two, "decision", "reject", "comment", "No").Want(t, 200),
		"waits for 1 condition")
}
