"""The mathematics of symbols.mjs by numpy, statsmodels and scikit-learn: symbols.py FOLDER {"funds": [...], "sessions": n}.

Reads `returns` of the folder (float64, a series after the other, those of the funds first) and writes `answer`. The penalty
of the ridge is found by leaving out one session at a time, for which scikit-learn has a short cut; SigmaSight leaves out blocks.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import sklearn
import statsmodels
import statsmodels.api as sm
from sklearn.linear_model import RidgeCV
from sklearn.preprocessing import StandardScaler

folder, given = Path(sys.argv[1]), json.loads(sys.argv[2])
series = np.fromfile(folder / "returns").reshape(-1, given["sessions"])
count = len(given["funds"])
fund = dict(zip(given["funds"], series[:count]))
symbols = series[count:]
market = fund["SPY"]
PENALTIES = [0.1, 1, 10, 100, 1000]


def hac(y, x, lags):
    return sm.OLS(y, sm.add_constant(x)).fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": False})


def har(returns):
    """Corsi's regression of root variances, 21 sessions ahead."""
    variances = returns**2
    sums = np.concatenate([[0.0], np.cumsum(variances)])

    def averages(days):
        return np.sqrt((sums[days:] - sums[:-days]) / days)

    columns = [averages(days)[22 - days :] for days in (1, 5, 22)]
    x = np.column_stack(columns)
    y = averages(21)[22:]
    fit = hac(y, x[:-21], 20)
    predicted = fit.params @ np.concatenate([[1.0], x[-1]])
    return np.sqrt(252 * (predicted**2 + fit.mse_resid))


began = time.perf_counter()
lags = int(4 * (given["sessions"] / 100) ** (2 / 9))
styles = np.column_stack([market] + [fund[name] - market for name in ("VTV", "VUG", "MTUM", "QUAL", "IWM", "USMV")])
styles = StandardScaler().fit_transform(styles)
spreads = np.column_stack(
    [market, fund["VUG"] - fund["VTV"]] + [fund[name] - market for name in ("MTUM", "IWM", "QUAL")]
)
figures = {
    name: []
    for name in (
        "beta",
        "error of beta",
        "spread betas",
        "errors of spread betas",
        "realised volatility",
        "forecast",
    )
}
for returns in symbols:
    line = hac(returns, market, lags)
    figures["beta"].append(line.params[1])
    figures["error of beta"].append(line.bse[1])
    RidgeCV(alphas=PENALTIES).fit(styles, returns)
    plane = hac(returns, spreads, lags)
    figures["spread betas"] += list(plane.params[1:])
    figures["errors of spread betas"] += list(plane.bse[1:])
    figures["realised volatility"] += [float(np.std(returns[-n:], ddof=1) * np.sqrt(252)) for n in (21, 63, 252)]
    figures["forecast"].append(float(har(returns)))
seconds = time.perf_counter() - began
versions = f"numpy {np.__version__}, statsmodels {statsmodels.__version__}, scikit-learn {sklearn.__version__}"
(folder / "answer").write_text(json.dumps({"seconds": seconds, "versions": versions, "figures": figures}))
