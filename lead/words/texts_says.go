package words

// MoneyTexts are about values: titles of columns of the team's own, divided by commas, that say when a lead is expected
// to be won.
type MoneyTexts struct{ ExpectedClose string }
