/* The formulas of twelve indicators as plain loops over whole columns, to hold the speed of the C# ones against.
   Undefined values are NaN. Windows are running sums and extremes by blocks, which is what one writes for speed. */

#include <math.h>
#include <stdlib.h>

typedef const double *restrict input;
typedef double *restrict output;

static void blank(output column, long count)
{
    for (long i = 0; i < count; i++) column[i] = NAN;
}

static double mean_of(input x, long count)
{
    double sum = 0;
    for (long i = 0; i < count; i++) sum += x[i];
    return sum / count;
}

void c_sma(input x, long n, long p, output out)
{
    blank(out, p - 1);
    double sum = 0, scale = 1.0 / p;
    for (long i = 0; i < p - 1; i++) sum += x[i];
    for (long i = p - 1; i < n; i++)
    {
        sum += x[i];
        out[i] = sum * scale;
        sum -= x[i - p + 1];
    }
}

void c_ema(input x, long n, long p, output out)
{
    blank(out, p - 1);
    double k = 2.0 / (p + 1), mean = mean_of(x, p);
    out[p - 1] = mean;
    for (long i = p; i < n; i++) out[i] = mean += k * (x[i] - mean);
}

void c_rsi(input x, long n, long p, output out)
{
    blank(out, p);
    double gains = 0, losses = 0, k = 1.0 / p;
    for (long i = 1; i < n; i++)
    {
        double change = x[i] - x[i - 1], size = fabs(change), gain = (size + change) * 0.5, loss = (size - change) * 0.5;
        if (i <= p)
        {
            gains += gain / p;
            losses += loss / p;
            if (i < p) continue;
        }
        else
        {
            gains += k * (gain - gains);
            losses += k * (loss - losses);
        }
        double movement = gains + losses;
        out[i] = movement < 1e-14 ? 0 : 100 * (gains / movement);
    }
}

static inline double larger(double a, double b) { return a > b ? a : b; }
static inline double smaller(double a, double b) { return a < b ? a : b; }

static inline double true_range(double high, double low, double previous)
{
    return larger(high - low, larger(fabs(high - previous), fabs(low - previous)));
}

void c_atr(input high, input low, input close, long n, long p, output out)
{
    blank(out, p);
    double mean = 0, k = 1.0 / p;
    for (long i = 1; i <= p; i++) mean += true_range(high[i], low[i], close[i - 1]) / p;
    out[p] = mean;
    for (long i = p + 1; i < n; i++) out[i] = mean += k * (true_range(high[i], low[i], close[i - 1]) - mean);
}

void c_macd(input x, long n, long fast, long slow, long signal, output macd, output line, output histogram)
{
    long first = slow + signal - 2;
    blank(macd, first);
    blank(line, first);
    blank(histogram, first);
    double kf = 2.0 / (fast + 1), ks = 2.0 / (slow + 1), kl = 2.0 / (signal + 1);
    double f = mean_of(x + slow - fast, fast), s = mean_of(x, slow), l = f - s;
    for (long i = slow; i <= first; i++)
    {
        f += kf * (x[i] - f);
        s += ks * (x[i] - s);
        l += f - s;
    }
    l /= signal;
    macd[first] = f - s;
    line[first] = l;
    histogram[first] = f - s - l;
    for (long i = first + 1; i < n; i++)
    {
        f += kf * (x[i] - f);
        s += ks * (x[i] - s);
        double distance = f - s;
        l += kl * (distance - l);
        macd[i] = distance;
        line[i] = l;
        histogram[i] = distance - l;
    }
}

void c_bbands(input x, long n, long p, double width, output upper, output middle, output lower, output share, output relative)
{
    output columns[] = {upper, middle, lower, share, relative};
    for (int k = 0; k < 5; k++) blank(columns[k], p - 1);
    double sum = 0, squares = 0, scale = 1.0 / p, anchor = x[0];
    for (long i = 0; i < p - 1; i++)
    {
        double d = x[i] - anchor;
        sum += d;
        squares += d * d;
    }
    for (long i = p - 1; i < n; i++)
    {
        double d = x[i] - anchor, old = x[i - p + 1] - anchor;
        sum += d;
        squares += d * d;
        double offset = sum * scale, variance = squares * scale - offset * offset, mean = anchor + offset;
        double half = width * sqrt(variance > 0 ? variance : 0);
        upper[i] = mean + half;
        middle[i] = mean;
        lower[i] = mean - half;
        share[i] = half == 0 ? 0.5 : 0.5 + (x[i] - mean) / (2 * half);
        relative[i] = mean == 0 ? 0 : 2 * half / mean;
        sum -= old;
        squares -= old * old;
    }
}

/* Extremes by blocks of one period: of what is left of the previous block and of the current one so far. */
static void extremes(input high, input low, long n, long p, output top, output bottom)
{
    double *tail_high = malloc(p * sizeof(double)), *tail_low = malloc(p * sizeof(double));
    for (long k = 0; k < p; k++)
    {
        tail_high[k] = -INFINITY;
        tail_low[k] = INFINITY;
    }
    for (long start = 0; start < n; start += p)
    {
        long end = start + p < n ? start + p : n;
        double h = -INFINITY, l = INFINITY;
        for (long i = start; i < end; i++)
        {
            h = larger(high[i], h);
            l = smaller(low[i], l);
            top[i] = larger(tail_high[i - start], h);
            bottom[i] = smaller(tail_low[i - start], l);
        }
        h = -INFINITY;
        l = INFINITY;
        for (long i = end - 1; i >= start; i--)
        {
            tail_high[i - start] = h;
            tail_low[i - start] = l;
            h = larger(high[i], h);
            l = smaller(low[i], l);
        }
    }
    free(tail_high);
    free(tail_low);
}

void c_donchian(input high, input low, long n, long p, output upper, output middle, output lower)
{
    extremes(high, low, n, p, upper, lower);
    for (long i = 0; i < n; i++) middle[i] = (upper[i] + lower[i]) * 0.5;
    blank(upper, p - 1);
    blank(middle, p - 1);
    blank(lower, p - 1);
}

void c_stoch(input high, input low, input close, long n, long p, long smooth_k, long smooth_d, output k, output d, double *raw)
{
    extremes(high, low, n, p, k, d);
    for (long i = 0; i < n; i++)
    {
        double range = k[i] - d[i];
        raw[i] = range == 0 ? 0 : 100 * ((close[i] - d[i]) / range);
    }
    c_sma(raw + p - 1, n - p + 1, smooth_k, k + p - 1);
    long first = p + smooth_k - 2;
    c_sma(k + first, n - first, smooth_d, d + first);
    blank(k, first + smooth_d - 1);
    blank(d, first + smooth_d - 1);
}

void c_cci(input high, input low, input close, long n, long p, output out, double *typical)
{
    blank(out, p - 1);
    double sum = 0;
    for (long i = 0; i < n; i++) typical[i] = (high[i] + low[i] + close[i]) / 3;
    for (long i = 0; i < p - 1; i++) sum += typical[i];
    for (long i = p - 1; i < n; i++)
    {
        sum += typical[i];
        double mean = sum / p, distances = 0;
        for (long k = i - p + 1; k <= i; k++) distances += fabs(typical[k] - mean);
        out[i] = distances == 0 ? 0 : (typical[i] - mean) / (0.015 * (distances / p));
        sum -= typical[i - p + 1];
    }
}

void c_mfi(input high, input low, input close, input volume, long n, long p, output out, double *rises, double *flows)
{
    blank(out, p);
    double previous = (high[0] + low[0] + close[0]) / 3, rising = 0, all = 0;
    for (long i = 1; i < n; i++)
    {
        double typical = (high[i] + low[i] + close[i]) / 3, flow = typical * volume[i];
        rises[i] = typical > previous ? flow : 0;
        flows[i] = typical == previous ? 0 : flow;
        previous = typical;
    }
    for (long i = 1; i < n; i++)
    {
        rising += rises[i];
        all += flows[i];
        if (i < p) continue;
        out[i] = all == 0 ? 0 : 100 * (rising / all);
        rising -= rises[i - p + 1];
        all -= flows[i - p + 1];
    }
}

void c_adx(input high, input low, input close, long n, long p, output adx, output plus_di, output minus_di)
{
    blank(adx, 2 * p - 1);
    blank(plus_di, 2 * p - 1);
    blank(minus_di, 2 * p - 1);
    double plus = 0, minus = 0, ranges = 0, directions = 0, index = 0, k = 1.0 / p;
    for (long i = 1; i < n; i++)
    {
        double up = high[i] - high[i - 1], down = low[i - 1] - low[i];
        double plus_move = up > larger(down, 0) ? up : 0, minus_move = down > larger(up, 0) ? down : 0;
        double shed = i < p ? 0 : k;
        plus += plus_move - plus * shed;
        minus += minus_move - minus * shed;
        ranges += true_range(high[i], low[i], close[i - 1]) - ranges * shed;
        if (i < p) continue;
        double up_share = ranges < 1e-14 ? 0 : 100 * (plus / ranges), down_share = ranges < 1e-14 ? 0 : 100 * (minus / ranges);
        double shares = up_share + down_share, direction = shares < 1e-14 ? 0 : 100 * (fabs(up_share - down_share) / shares);
        if (i < 2 * p)
        {
            directions += direction;
            if (i < 2 * p - 1) continue;
            index = directions / p;
        }
        else if (shares >= 1e-14) index += k * (direction - index);
        adx[i] = index;
        plus_di[i] = up_share;
        minus_di[i] = down_share;
    }
}

void c_kama(input x, long n, long p, long fast, long slow, output out)
{
    blank(out, p);
    double least = 2.0 / (slow + 1), span = 2.0 / (fast + 1) - least, path = 0;
    for (long i = 1; i < p; i++) path += fabs(x[i] - x[i - 1]);
    double kama = x[p - 1];
    for (long i = p; i < n; i++)
    {
        path += fabs(x[i] - x[i - 1]);
        double way = x[i] - x[i - p], straight = path <= way || path < 1e-14 ? 1 : fabs(way / path), weight = straight * span + least;
        out[i] = kama += weight * weight * (x[i] - kama);
        path -= fabs(x[i - p + 1] - x[i - p]);
    }
}

/* One way in for all: the columns in the order of the indicator's definition, its arguments likewise. Returns 0 for an unknown number. */
int c_indicator(int number, double **in, long n, const double *a, double **out, double **scratch)
{
    switch (number)
    {
    case 0: c_sma(in[0], n, (long)a[0], out[0]); return 1;
    case 1: c_ema(in[0], n, (long)a[0], out[0]); return 1;
    case 2: c_rsi(in[0], n, (long)a[0], out[0]); return 1;
    case 3: c_atr(in[0], in[1], in[2], n, (long)a[0], out[0]); return 1;
    case 4: c_macd(in[0], n, (long)a[0], (long)a[1], (long)a[2], out[0], out[1], out[2]); return 1;
    case 5: c_bbands(in[0], n, (long)a[0], a[1], out[0], out[1], out[2], out[3], out[4]); return 1;
    case 6: c_stoch(in[0], in[1], in[2], n, (long)a[0], (long)a[1], (long)a[2], out[0], out[1], scratch[0]); return 1;
    case 7: c_cci(in[0], in[1], in[2], n, (long)a[0], out[0], scratch[0]); return 1;
    case 8: c_mfi(in[0], in[1], in[2], in[3], n, (long)a[0], out[0], scratch[0], scratch[1]); return 1;
    case 9: c_adx(in[0], in[1], in[2], n, (long)a[0], out[0], out[1], out[2]); return 1;
    case 10: c_kama(in[0], n, (long)a[0], (long)a[1], (long)a[2], out[0]); return 1;
    case 11: c_donchian(in[0], in[1], n, (long)a[0], out[0], out[1], out[2]); return 1;
    default: return 0;
    }
}
