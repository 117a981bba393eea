package org.citestream.summary.model;

class AnthropicTest extends ChatModelContract {

    AnthropicTest() {
        super(Wires.ANTHROPIC);
    }
}
