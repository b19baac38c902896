// Package domain holds the values and words that all parts share: ids, dates, money, digests, gates and phases.
// It is pure: facts in, answers out; no context, database, clock or HTTP.
package domain
