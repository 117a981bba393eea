package org.citestream.summary.model;

class OpenAiTest extends ChatModelContract {

    OpenAiTest() {
        super(Wires.OPENAI);
    }
}
