package lead

var ruleTabs []Tab
