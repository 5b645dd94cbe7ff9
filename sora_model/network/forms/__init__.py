"""The seven forms of the family; each reads as its flow."""
