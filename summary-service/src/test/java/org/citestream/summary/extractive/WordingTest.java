package org.citestream.summary.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    In this paper, we propose a filter for hot runs of the tree. | We propose a filter for hot runs of the tree.
                    To exploit this, the paper presents HET, a training framework in which each worker keeps a cache. | HET is a training framework in which each worker keeps a cache.
                    The authors present Galvatron, a system that chooses a plan, layer by layer, from data and tensor parallelism. | Galvatron is a system that chooses a plan, layer by layer, from data and tensor parallelism.
                    We present Galvatron, a system that chooses a plan, and evaluate it on six models. | We present Galvatron, a system that chooses a plan, and evaluate it on six models.
                    We propose Model-Agnostic Meta-Learning (MAML), an algorithm for few-shot tasks. | Model-Agnostic Meta-Learning (MAML) is an algorithm for few-shot tasks.
                    We propose attention, a mechanism that weighs what came before. | We propose attention, a mechanism that weighs what came before.
                    This paper presents a new index for moving objects in the plane. | We present a new index for moving objects in the plane.
                    This work also studies the complexity of joins under updates. | We also study the complexity of joins under updates.
                    The present article discusses the future of query optimizers. | We discuss the future of query optimizers.
                    The paper industry consumes more water than is thought. | The paper industry consumes more water than is thought.
                    Measurements show near-linear scaling when these techniques are configured well. | Measurements show near-linear scaling when the techniques are configured well.
                    LobRA is a framework for this joint fine-tuning, and proposes replicas. | LobRA is a framework for joint fine-tuning, and proposes replicas.
                    Cerebro is built for this selection process as a whole. | Cerebro is built for the selection process as a whole.
                    We show that this is optimal for trees of bounded depth. | We show that this is optimal for trees of bounded depth.
                    Indexes shrink when this happens and grow when these occur. | Indexes shrink when this happens and grow when these occur.
                    BladeDISC is a compiler that tackles such dynamic shapes at run time. | BladeDISC is a compiler that tackles dynamic shapes at run time.
                    The complexity of such joins is studied in this paper. | The complexity of joins is studied.
                    We, in this paper, study the complexity of joins under updates. | We study the complexity of joins under updates.
                    MEMO is proposed as a training framework that manages activations. | MEMO is a training framework that manages activations.
                    SEQUEL, introduced here as a structured language, lets users retrieve. | SEQUEL, a structured language, lets users retrieve.
                    Pregel, the system presented here, computes in supersteps. | Pregel computes in supersteps.
                    A description is given of the module of PyTorch that averages gradients. | We give a description of the module of PyTorch that averages gradients.
                    An overview was presented of indexes for moving objects. | We give an overview of indexes for moving objects.
                    Tests show better throughput than both extremes, with convergence preserved. | Tests show better throughput, with convergence preserved.
                    Tests show better throughput than both peers and relays. | Tests show better throughput than both peers and relays.
                    Joins run faster than these earlier methods. | Joins run faster.
                    Joins run faster than those that sort their inputs first. | Joins run faster than those that sort their inputs first.
                    SDPipe proposes a middle course: averaging is done among peers. | In SDPipe, averaging is done among peers.
                    BladeDISC is a compiler, and the work introduces relations between shapes. | BladeDISC is a compiler, and we introduce relations between shapes.
                    At the same time, memory use falls by half on all traces. | Memory use falls by half on all traces.
                    """)
    void aSentenceStandsOnItsOwn(String sentence, String alone) {
        assertThat(Wording.standingAlone(sentence, "We")).isEqualTo(alone);
    }

    @Test
    void whatThePaperDoesTheAuthorsDoInTheVoiceOfTheAbstract() {
        assertThat(Wording.subject("Joins are slow. This paper presents a filter. Our tests show it."))
                .isEqualTo("We");
        String described = "Joins are slow. The paper presents a filter that was tested.";
        assertThat(Wording.standingAlone("The paper presents a filter that was tested.", Wording.subject(described)))
                .isEqualTo("The authors present a filter that was tested.");
    }
}
