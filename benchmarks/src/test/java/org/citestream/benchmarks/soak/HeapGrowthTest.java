package org.citestream.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.citestream.benchmarks.soak.SoakPlan.Phase;
import org.junit.jupiter.api.Test;

class HeapGrowthTest {

    @Test
    void whatAPaperAddedIsTheSlopeOfTheHeapOverThePapersOfMinutesInWhichItIsKnown() {
        List<SoakMinute> minutes =
                List.of(minute(10_000, 400), minute(20_000, 418), minute(25_000, Double.NaN), minute(30_000, 420));
        assertThat(HeapGrowth.aPaper(minutes)).isEqualTo(1024 * 1024 / 1000.0, within(1e-6));
    }

    @Test
    void ofTooFewMinutesOrPapersNothingIsTold() {
        assertThat(HeapGrowth.aPaper(List.of(minute(10_000, 400), minute(20_000, 418))))
                .isNaN();
        assertThat(HeapGrowth.aPaper(List.of(minute(10_000, 400), minute(10_000, 418), minute(10_000, 420))))
                .isNaN();
    }

    @Test
    void aPaperMayAddAFifthMoreThanItAndItsCitationsTakeAndWithEmbeddingsItsVectorAndWhatIsLikeIt() {
        assertThat(HeapGrowth.most(false)).isEqualTo(1.2 * (1001 + 5 * 52.9), within(1e-6));
        assertThat(HeapGrowth.most(true) - HeapGrowth.most(false)).isEqualTo(1633 + 331, within(1e-6));
    }

    private static SoakMinute minute(long papers, double heap) {
        return new SoakMinute(
                Phase.STEADY, 30, 60, 60, 4321, papers, 0, Map.of(), 1.5, heap, 900, 500, 700, 480, 12, 0);
    }
}
