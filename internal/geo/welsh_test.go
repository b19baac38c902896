package geo_test

import (
	"strings"
	"testing"

	"fourgates/internal/geo"
)

// RW-24: a Welsh name beside the English one is read, from whichever file that has one.
func TestAWelshNameIsReadBesideTheEnglishOne(t *testing.T) {
	for text, want := range map[string]string{
		`{"WD24CD":"W1","WD24NM":"Heath End","WD24NMW":"Pen y Rhos"}`:                     "Heath End|Pen y Rhos",
		`{"WD22NMW":"Hen Enw","WD24CD":"W1","WD24NM":"Heath End","WD24NMW":"Pen y Rhos"}`: "Heath End|Pen y Rhos",
		`{"CED24CD":"W1","CED24NM":"Heath End","CED24NMW":"Pen y Rhos"}`:                  "Heath End|Pen y Rhos",
		`{"PARNCP24CD":"W1","PARNCP24NM":"Heath End","PARNCP24NMW":"Pen y Rhos"}`:         "Heath End|Pen y Rhos",
		`{"reference":"W1","name":"Heath End","name_cy":"Pen y Rhos"}`:                    "Heath End|Pen y Rhos",
		`{"code":"W1","name":"Heath End","NameW":"Pen y Rhos"}`:                           "Heath End|Pen y Rhos",
		`{"Ward_Name":"Heath End","Ward_Name_W":"Pen y Rhos"}`:                            "Heath End|Pen y Rhos",
		`{"WD24CD":"W1","WD24NM":"Aberaeron","WD24NMW":"Aberaeron"}`:                      "Aberaeron|",
		`{"WD24CD":"W1","WD24NM":"Heath End","WD24NMW":" "}`:                              "Heath End|",
		`{"WD24CD":"W1","WD24NM":"Heath End","WD24NMW":null}`:                             "Heath End|",
		`{"WD24CD":"W1","WD24NM":"Heath End","CED24NMW":"Of the division"}`:               "Heath End|",
	} {
		features, err := geo.ReadSeats(strings.NewReader(properties(text)))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := features[0].Name + "|" + features[0].Welsh; got != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
}
