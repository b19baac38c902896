package domain_test

import (
	"testing"

	"fourgates/internal/domain"
)

func TestMoneyIsReadToThePenny(t *testing.T) {
	for typed, want := range map[string]domain.Pence{
		"0": 0, "0.00": 0, "£0": 0, "0.01": 1, "1": 100, "007": 700, "19.99": 1999, "1200": 120000, "1,200": 120000,
		"£1,200.50":      120050,
		"£12,345,678.90": 1234567890, "9,999,999,999.99": domain.MostPence,
		"0.29": 29, "1.15": 115, "4.35": 435, // what binary fractions get wrong
	} {
		got, err := domain.ParsePence(typed)
		if err != nil || got != want {
			t.Errorf("%q is %d, %v; want %d", typed, got, err, want)
		}
		if back, err := domain.ParsePence(got.Typed()); err != nil || back != got {
			t.Errorf("%q is typed again as %q and read as %d, %v", typed, got.Typed(), back, err)
		}
	}
}

func TestWhatIsNoMoneyIsRefused(t *testing.T) {
	for _, typed := range []string{"", "£", "free", "-1", "+1", "1.5", "1.555", "1.", ".50", "1,2", "12,00", "1,2000",
		",200", "1,,200", "1 200", "£ 5", "££5", "$5", "5p", "€5", "1e6",
		"0x10", "１２", "١٢", "1,200.5", "1.200,50", "10,000,000,000", "99999999999999999999", "NaN", "Inf"} {
		if got, err := domain.ParsePence(typed); err == nil {
			t.Errorf("%q is taken for %d pence", typed, got)
		}
	}
}

func TestMoneyInWords(t *testing.T) {
	for p, want := range map[domain.Pence]string{0: "£0", 5: "£0.05", 100: "£1", 120000: "£1,200", 120050: "£1,200.50",
		100000000: "£1,000,000"} {
		if p.Words() != want {
			t.Errorf("%d pence are %s, want %s", p, p.Words(), want)
		}
	}
	if got := domain.Pence(120005).Decimal(); got != "1200.05" {
		t.Errorf("for a file: %s", got)
	}
	if got := domain.MoneyWords(nil); got != "not known" {
		t.Errorf("an unknown amount is %q", got)
	}
}

func TestSumsSayWhatIsNotKnown(t *testing.T) {
	some, none := domain.Pence(1999), domain.Pence(0)
	for _, c := range []struct {
		amounts []*domain.Pence
		want    string
	}{
		{nil, "£0"},
		{[]*domain.Pence{&none}, "£0"},
		{[]*domain.Pence{nil}, "not known"},
		{[]*domain.Pence{&none, nil}, "£0 and 1 not known"},
		{[]*domain.Pence{&some, &some}, "£39.98"},
		{[]*domain.Pence{&some, nil, nil}, "£19.99 and 2 not known"},
	} {
		var sum domain.MoneySum
		for _, p := range c.amounts {
			sum.Add(p)
		}
		if sum.Words() != c.want {
			t.Errorf("%v: %s, want %s", c.amounts, sum.Words(), c.want)
		}
	}
}
