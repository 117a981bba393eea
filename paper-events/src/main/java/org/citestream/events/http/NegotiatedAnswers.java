package org.citestream.events.http;

/** Says that a service has answers in several forms, of which those who ask choose by {@code Accept}. */
public record NegotiatedAnswers() {}
