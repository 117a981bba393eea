package org.citestream.summary.model;

class GeminiTest extends ChatModelContract {

    GeminiTest() {
        super(Wires.GEMINI);
    }
}
