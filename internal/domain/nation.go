package domain

// Nation is one of the four, as far as their bank holidays differ.
type Nation string

// The nations.
const (
	England         Nation = "England"
	Wales           Nation = "Wales"
	Scotland        Nation = "Scotland"
	NorthernIreland Nation = "Northern Ireland"
)

// Nations lists them.
func Nations() []Nation { return []Nation{England, Wales, Scotland, NorthernIreland} }

// Division is a part of the country that has its bank holidays in common, as the government's list of them is parted.
// The empty one stands for every part.
type Division string

// The divisions.
const (
	EnglandAndWales Division = "England and Wales"
	OfScotland      Division = "Scotland"
	OfIreland       Division = "Northern Ireland"
)

// Divisions lists them.
func Divisions() []Division { return []Division{EnglandAndWales, OfScotland, OfIreland} }

// Division is the nation's.
func (n Nation) Division() Division {
	switch n {
	case Scotland:
		return OfScotland
	case NorthernIreland:
		return OfIreland
	}
	return EnglandAndWales
}

// Knows reports whether the program knows the day as a bank holiday of the division.
func (v Division) Knows(d Date) bool {
	nation := Nation(v)
	if v == EnglandAndWales {
		nation = England
	}
	return nation.bankHoliday(d.String())
}

// scottishHolidays are the bank holidays of Scotland, as announced, where BankHolidays are those of England.
var scottishHolidays = map[string]bool{
	"2025-12-01": true, "2025-12-25": true, "2025-12-26": true,
	"2026-01-01": true, "2026-01-02": true, "2026-04-03": true, "2026-05-04": true, "2026-05-25": true,
	"2026-06-15": true, "2026-08-03": true, "2026-11-30": true, "2026-12-25": true, "2026-12-28": true,
	"2027-01-01": true, "2027-01-04": true, "2027-03-26": true, "2027-05-03": true, "2027-05-31": true,
	"2027-08-02": true, "2027-11-30": true, "2027-12-27": true, "2027-12-28": true,
	"2028-01-03": true, "2028-01-04": true, "2028-04-14": true, "2028-05-01": true, "2028-05-29": true,
	"2028-08-07": true, "2028-11-30": true, "2028-12-25": true, "2028-12-26": true,
}

// irishHolidays are those of Northern Ireland beyond those of England.
var irishHolidays = map[string]bool{
	"2026-03-17": true, "2026-07-13": true, "2027-03-17": true, "2027-07-12": true, "2028-03-17": true,
	"2028-07-12": true,
}

// bankHoliday reports whether the program knows the day as a bank holiday of the nation.
func (n Nation) bankHoliday(day string) bool {
	switch n {
	case Scotland:
		return scottishHolidays[day]
	case NorthernIreland:
		return BankHolidays[day] || irishHolidays[day]
	}
	return BankHolidays[day]
}

// Of is the calendar with the bank holidays of the nation.
func (c Calendar) Of(n Nation) Calendar {
	c.nation = n
	return c
}

// Open is the calendar in which council offices work on the days, though they are bank holidays.
func (c Calendar) Open(days []Date) Calendar {
	c.open = map[string]bool{}
	for _, d := range days {
		c.open[d.String()] = true
	}
	return c
}
