//go:build long

package home_test

import "testing"

func TestARefusalByStateIsNobodyElsesChangeWhoeverSends(t *testing.T) { refusedByState(t, true) }
