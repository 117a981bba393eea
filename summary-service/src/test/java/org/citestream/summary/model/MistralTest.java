package org.citestream.summary.model;

class MistralTest extends ChatModelContract {

    MistralTest() {
        super(Wires.MISTRAL);
    }
}
